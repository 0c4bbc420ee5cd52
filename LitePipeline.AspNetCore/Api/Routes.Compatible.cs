namespace LitePipeline.AspNetCore.Api;

internal static partial class Routes
{
    /// <summary>The routes of the original, unchanged.</summary>
    public static class Compatible
    {
        public const string About = "/";
        public const string ClusterInfo = "/cluster/info";
        public const string TaskCreate = "/task/create";
        public const string TaskList = "/task/list";
        public const string TaskInfo = "/task/info";
        public const string TaskDelete = "/task/delete";
        public const string TaskRerun = "/task/rerun";
        public const string TaskRecover = "/task/recover";
        public const string TaskStop = "/task/stop";
        public const string WorkspacePack = "/workspace/pack";
        public const string WorkspaceDownload = "/workspace/download";
        public const string WorkspaceDelete = "/workspace/delete";
        public const string WorkflowCreate = "/workflow/create";
        public const string WorkflowUpdate = "/workflow/update";
        public const string WorkflowList = "/workflow/list";
        public const string WorkflowInfo = "/workflow/info";
        public const string WorkflowDelete = "/workflow/delete";
        public const string WorkCreate = "/work/create";
        public const string WorkList = "/work/list";
        public const string WorkInfo = "/work/info";
        public const string WorkDelete = "/work/delete";
        public const string WorkRerun = "/work/rerun";
        public const string WorkRecover = "/work/recover";
        public const string WorkStop = "/work/stop";
        public const string ScheduleCreate = "/schedule/create";
        public const string ScheduleUpdate = "/schedule/update";
        public const string ScheduleList = "/schedule/list";
        public const string ScheduleInfo = "/schedule/info";
        public const string ScheduleDelete = "/schedule/delete";
        public const string ServiceCreate = "/service/create";
        public const string ServiceUpdate = "/service/update";
        public const string ServiceList = "/service/list";
        public const string ServiceInfo = "/service/info";
        public const string ServiceDelete = "/service/delete";

        /// <summary>The routes of applications.</summary>
        public static Packaged App { get; } = new("/app");

        /// <summary>The routes of venvs.</summary>
        public static Packaged Venv { get; } = new("/venv");

        /// <summary>All of them, for the answers to OPTIONS.</summary>
        public static IReadOnlyList<string> All { get; } =
        [
            About, ClusterInfo, .. App.All, .. Venv.All,
            TaskCreate, TaskList, TaskInfo, TaskDelete, TaskRerun, TaskRecover, TaskStop, WorkspacePack, WorkspaceDownload, WorkspaceDelete,
            WorkflowCreate, WorkflowUpdate, WorkflowList, WorkflowInfo, WorkflowDelete,
            WorkCreate, WorkList, WorkInfo, WorkDelete, WorkRerun, WorkRecover, WorkStop,
            ScheduleCreate, ScheduleUpdate, ScheduleList, ScheduleInfo, ScheduleDelete,
            ServiceCreate, ServiceUpdate, ServiceList, ServiceInfo, ServiceDelete,
        ];

        /// <summary>The ten routes that applications and venvs have each.</summary>
        public sealed record Packaged(string Noun)
        {
            public string Create => Noun + "/create";

            public string Update => Noun + "/update";

            public string List => Noun + "/list";

            public string Info => Noun + "/info";

            public string Download => Noun + "/download";

            public string Delete => Noun + "/delete";

            public string HistoryList => Noun + "/history/list";

            public string HistoryInfo => Noun + "/history/info";

            public string HistoryActivate => Noun + "/history/activate";

            public string HistoryDelete => Noun + "/history/delete";

            public string[] All => [Create, Update, List, Info, Download, Delete, HistoryList, HistoryInfo, HistoryActivate, HistoryDelete];
        }
    }
}
