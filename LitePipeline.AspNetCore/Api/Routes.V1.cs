namespace LitePipeline.AspNetCore.Api;

internal static partial class Routes
{
    /// <summary>Our own routes: plural nouns, ids in the path, status codes that mean something.</summary>
    public static class V1
    {
        private const string Root = "/api/v1";

        public const string Health = Root + "/health";
        public const string Login = Root + "/login";
        public const string Logout = Root + "/logout";
        public const string Me = Root + "/me";
        public const string Cluster = Root + "/cluster";
        public const string Node = Root + "/nodes/{id}";
        public const string NodeDrain = Node + "/drain";
        public const string NodeResume = Node + "/resume";
        public const string Statistics = Root + "/statistics";
        public const string Events = Root + "/events";
        public const string Audit = Root + "/audit";
        public const string Tasks = Root + "/tasks";
        public const string Task = Tasks + "/{id}";
        public const string TaskGraph = Task + "/graph";
        public const string TaskWait = Task + "/wait";
        public const string TaskStop = Task + "/stop";
        public const string TaskRerun = Task + "/rerun";
        public const string TaskRecover = Task + "/recover";
        public const string ActionLog = Task + "/actions/{name}/log";
        public const string ActionLogEvents = ActionLog + "/events";
        public const string ActionWorkspace = Task + "/actions/{name}/workspace";
        public const string TaskArtifacts = Task + "/artifacts";
        public const string TaskArtifact = TaskArtifacts + "/{name}/{**path}";
        public const string ActionQuery = Root + "/actions/query";
        public const string WorkspaceDelete = Root + "/workspaces/delete";
        public const string Workflows = Root + "/workflows";
        public const string Workflow = Workflows + "/{id}";
        public const string Works = Root + "/works";
        public const string Work = Works + "/{id}";
        public const string WorkWait = Work + "/wait";
        public const string WorkStop = Work + "/stop";
        public const string WorkRerun = Work + "/rerun";
        public const string WorkRecover = Work + "/recover";
        public const string StepQuery = Root + "/steps/query";
        public const string Schedules = Root + "/schedules";
        public const string Schedule = Schedules + "/{id}";
        public const string Services = Root + "/services";
        public const string Service = Services + "/{id}";

        public const string Secrets = Root + "/applications/{id}/secrets";
        public const string Secret = Secrets + "/{name}";
        public const string ApplicationCache = Root + "/applications/{id}/cache";

        /// <summary>The routes of applications.</summary>
        public static Packaged Applications { get; } = new(Root + "/application");

        /// <summary>The routes of venvs.</summary>
        public static Packaged Venvs { get; } = new(Root + "/venv");

        /// <summary>The routes that applications and venvs have each.</summary>
        public sealed record Packaged(string Noun)
        {
            public string All => Noun + "s";

            public string One => All + "/{id}";

            public string Package => One + "/package";

            public string VersionsOfOne => One + "/versions";

            /// <summary>Versions of all of them.</summary>
            public string Versions => Noun + "-versions";

            public string Version => One + "/versions/{number}";

            public string Activate => Version + "/activate";
        }
    }
}
