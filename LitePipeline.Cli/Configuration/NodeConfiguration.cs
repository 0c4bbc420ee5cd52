using LitePipeline.Cli.Client;
using LitePipeline.Cli.Servers;
using LitePipeline.Core.Definitions.Reading;
using LitePipeline.Core.Nodes;
using LitePipeline.Hosting.Executors.Docker;

namespace LitePipeline.Cli.Configuration;

/// <summary>A node's configuration.yml: the original's keys, and ours.</summary>
internal static class NodeConfiguration
{
    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warnings">What the operator should know, a line each.</param>
    /// <exception cref="ToolException">It cannot be read, or something in it is wrong.</exception>
    public static NodeSettings Read(string path, out IReadOnlyList<string> warnings)
    {
        var settings = new SettingsReader(ConfigurationFile.Read(path));
        var read = Read(settings);
        warnings = settings.Finish();
        return read;
    }

    /// <summary>Asks for every setting.</summary>
    public static NodeSettings Read(SettingsReader settings)
    {
        var read = new NodeSettings
        {
            DataPath = ManagerConfiguration.DataPath(settings),
            Manager = new HostPort(settings.Text("manager_tcp_host") ?? "127.0.0.1", settings.Port("manager_tcp_port", 6001)),
            Token = NodeToken.OfNode(settings),
            TokenFile = settings.FilePath(NodeToken.FileKey),
            UseTls = settings.Flag("manager_tls"),
            ManagerAuthority = settings.FilePath("manager_authority"),
            ManagerName = settings.Text("manager_name"),
            Certificate = Certificates.Read(settings, "node"),
            Name = settings.Text("name") is { Length: > 0 } name ? name : null,
            Slots = (int)settings.Number("action_slots", 2, 1, 100_000),
            Cpu = settings.Decimal("cpu", 0, 1_000_000),
            Memory = Memory(settings),
            Gpu = Gpu(settings),
            Labels = Labels(settings),
            LimitProcesses = settings.Text("limit_processes") is null ? null : settings.Flag("limit_processes"),
            ControlGroup = ControlGroup(settings),
            DrainTimeout = settings.Seconds("drain_timeout", 0, 24 * 60 * 60),
            Http = OwnAddress(settings),
            RetryInterval = settings.Seconds("retry_interval", 0.001, 60 * 60),
            HeartbeatInterval = settings.Seconds("heartbeat_interval", 0.01, 60 * 60),
            HeartbeatTimeout = settings.Seconds("heartbeat_timeout", 0.03, 60 * 60),
            PackageCacheSize = settings.Bytes("package_cache_size"),
            PackageCacheMaxDays = settings.Count("package_cache_max_days", 1, 36500),
            WorkspaceMaxDays = settings.Text("workspace_max_days") is null ? null : (int)settings.Number("workspace_max_days", 0, 0, 36500, "days, or 0 for ever"),
            WorkspaceMaxBytes = settings.Bytes("workspace_max_bytes"),
            WorkspaceMaxTasks = settings.Count("workspace_max_tasks", 0, int.MaxValue),
            TimeoutGracePeriod = settings.Seconds("timeout_grace_period", 0, 24 * 60 * 60),
            MaxLogBytes = settings.Text("max_log_bytes") is null ? null : settings.Number("max_log_bytes", 0, 1 << 20, long.MaxValue, "a number of bytes, 1048576 or more"),
            Docker = Docker(settings),
            Logs = LogSettings.Read(settings, "node.log"),
        };
        PassOver(settings);
        return read;
    }

    private static HostPort? OwnAddress(SettingsReader settings)
    {
        var (host, port) = (settings.Text("http_host"), settings.Port("http_port", 0, canBeNone: true));
        return host is null && port == 0 ? null : new HostPort(host ?? "127.0.0.1", port);
    }

    // With the original it is a flag.
    private static int Gpu(SettingsReader settings) =>
        settings.Text("gpu") is { } text && bool.TryParse(text, out var flag) ? (flag ? 1 : 0) : (int)settings.Number("gpu", 0, 0, 10_000);

    private static long? Memory(SettingsReader settings)
    {
        if (settings.Text("memory") is not { } text) return null;
        if (ContainerSizes.Parse(text) is { } bytes) return bytes;
        settings.Problem("memory", $"memory is '{text}'; give a size, bytes as a number or with a unit, such as 512m or 4g.");
        return null;
    }

    private static IReadOnlyDictionary<string, string> Labels(SettingsReader settings)
    {
        var labels = settings.Mapping("labels");
        foreach (var (name, text) in labels)
        {
            if (NodeLabels.FindProblem(name, text) is { } problem) settings.Problem("labels", $"the label '{name}' {problem}");
        }

        return labels;
    }

    private static string? ControlGroup(SettingsReader settings)
    {
        if (settings.Text("control_group") is not { Length: > 0 } path || (path.StartsWith('/') && !path.EndsWith('/'))) return settings.Text("control_group");
        settings.Problem("control_group", $"control_group is '{path}'; give a path that begins with a slash and has none at its end, such as /litepipeline.");
        return null;
    }

    private static void PassOver(SettingsReader settings)
    {
        settings.PassOver("manager_http_host", "packages come over the node's own connection");
        settings.PassOver("manager_http_port", "the same");
        settings.PassOver("executor_interval", "nothing here waits for a timer");
    }

    private static DockerSettings? Docker(SettingsReader settings)
    {
        var docker = new DockerSettings(
            settings.Text("docker_endpoint"),
            settings.Text("docker_registry"),
            settings.Text("docker_registry_user"),
            settings.Text("docker_registry_password"),
            settings.OneOf("docker_pull", "if_missing", "always", "never") switch
            {
                "always" => ImagePullPolicy.Always,
                "never" => ImagePullPolicy.Never,
                "if_missing" => ImagePullPolicy.IfMissing,
                _ => null,
            });
        return settings.Flag("docker_support") ? docker : null;
    }
}
