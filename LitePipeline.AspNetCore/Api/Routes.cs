using LitePipeline.Core.Applications;
using LitePipeline.Core.Tasks;

namespace LitePipeline.AspNetCore.Api;

/// <summary>Every route of the API, named once: the endpoints are mapped on them and the client calls them.</summary>
internal static class Routes
{
    /// <summary>The routes of the original, unchanged.</summary>
    public static class Compatible
    {
        public const string About = "/";
        public const string ClusterInfo = "/cluster/info";
        public const string AppCreate = "/app/create";
        public const string AppList = "/app/list";
        public const string AppInfo = "/app/info";
        public const string AppDownload = "/app/download";
        public const string AppDelete = "/app/delete";
        public const string TaskCreate = "/task/create";
        public const string TaskList = "/task/list";
        public const string TaskInfo = "/task/info";
        public const string TaskDelete = "/task/delete";
        public const string TaskStop = "/task/stop";
        public const string WorkspacePack = "/workspace/pack";
        public const string WorkspaceDownload = "/workspace/download";
        public const string WorkspaceDelete = "/workspace/delete";

        /// <summary>All of them, for the answers to OPTIONS.</summary>
        public static string[] All { get; } =
        [
            About, ClusterInfo, AppCreate, AppList, AppInfo, AppDownload, AppDelete, TaskCreate, TaskList, TaskInfo, TaskDelete, TaskStop,
            WorkspacePack, WorkspaceDownload, WorkspaceDelete,
        ];
    }

    /// <summary>Our own routes: plural nouns, ids in the path, status codes that mean something.</summary>
    public static class V1
    {
        public const string Cluster = "/api/v1/cluster";
        public const string Events = "/api/v1/events";
        public const string Applications = "/api/v1/applications";
        public const string Application = Applications + "/{id}";
        public const string Package = Application + "/package";
        public const string Tasks = "/api/v1/tasks";
        public const string Task = Tasks + "/{id}";
        public const string TaskWait = Task + "/wait";
        public const string TaskStop = Task + "/stop";
        public const string ActionLog = Task + "/actions/{name}/log";
        public const string ActionWorkspace = Task + "/actions/{name}/workspace";
        public const string ActionQuery = "/api/v1/actions/query";
        public const string WorkspaceDelete = "/api/v1/workspaces/delete";

        public static string Of(AppId application) => $"{Applications}/{application}";

        public static string PackageOf(AppId application) => $"{Applications}/{application}/package";

        public static string Of(TaskId task) => $"{Tasks}/{task}";

        public static string WaitFor(TaskId task) => $"{Tasks}/{task}/wait";

        public static string StopOf(TaskId task) => $"{Tasks}/{task}/stop";

        public static string LogOf(TaskId task, string action) => $"{Tasks}/{task}/actions/{Uri.EscapeDataString(action)}/log";

        public static string WorkspaceOf(TaskId task, string action) => $"{Tasks}/{task}/actions/{Uri.EscapeDataString(action)}/workspace";
    }
}
