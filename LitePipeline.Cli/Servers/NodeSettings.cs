using LitePipeline.Cli.Client;
using LitePipeline.Hosting;
using LitePipeline.Hosting.Executors.Docker;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Cli.Servers;

/// <summary>What a node is told, by its command line or its configuration.yml.</summary>
internal sealed record NodeSettings
{
    /// <summary>The folder for all that it keeps.</summary>
    public required string DataPath { get; init; }

    /// <summary>The manager's address for nodes.</summary>
    public required HostPort Manager { get; init; }

    /// <summary>What it shows to the manager; null for what the host's configuration says.</summary>
    public string? Token { get; init; }

    /// <summary>A file with it in its first line, in place of <see cref="Token"/>; null for none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Whether the manager is reached by TLS.</summary>
    public bool UseTls { get; init; }

    /// <summary>Whose certificate the manager must show; null for the authorities of the machine.</summary>
    public string? ManagerAuthority { get; init; }

    /// <summary>The name that the manager's certificate must be for; null for its host.</summary>
    public string? ManagerName { get; init; }

    /// <summary>The certificate that it shows to the manager; null for none.</summary>
    public CertificateSettings? Certificate { get; init; }

    /// <summary>Its name; null for the machine's.</summary>
    public string? Name { get; init; }

    /// <summary>How many actions run at once.</summary>
    public required int Slots { get; init; }

    /// <summary>How many processors its actions may ask for; null for the machine's.</summary>
    public double? Cpu { get; init; }

    /// <summary>How many bytes of memory its actions may ask for; null for the machine's.</summary>
    public long? Memory { get; init; }

    /// <summary>How many graphics processors its actions may ask for.</summary>
    public int Gpu { get; init; }

    /// <summary>What actions may ask for by name.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether processes get no more than their action asks for; null for the default.</summary>
    public bool? LimitProcesses { get; init; }

    /// <summary>The control group that the node makes its own in; null for the default.</summary>
    public string? ControlGroup { get; init; }

    /// <summary>How long what runs may go on once the node is to stop; null for the default.</summary>
    public TimeSpan? DrainTimeout { get; init; }

    /// <summary>The address that it gives as its own; where it has a port, of an HTTP service as the original's nodes have one. Null for neither.</summary>
    public HostPort? Http { get; init; }

    /// <summary>The longest pause between two tries to reach the manager; null for the default.</summary>
    public TimeSpan? RetryInterval { get; init; }

    /// <summary>After how much silence of its own it sends a heartbeat; null for the default.</summary>
    public TimeSpan? HeartbeatInterval { get; init; }

    /// <summary>After how much silence of the manager the connection is given up; null for the default.</summary>
    public TimeSpan? HeartbeatTimeout { get; init; }

    /// <summary>How many bytes of unpacked packages are kept; null for the default.</summary>
    public long? PackageCacheSize { get; init; }

    /// <summary>How many days an unpacked package is kept after its last use; null for as long as there is room.</summary>
    public int? PackageCacheMaxDays { get; init; }

    /// <summary>How many bytes of an attempt's output are kept; null for the default.</summary>
    public long? MaxLogBytes { get; init; }

    /// <summary>How many days the workspaces of tasks are kept, 0 for ever; null for the default.</summary>
    public int? WorkspaceMaxDays { get; init; }

    /// <summary>How many bytes the workspaces of tasks may take; null for any number.</summary>
    public long? WorkspaceMaxBytes { get; init; }

    /// <summary>Of how many tasks workspaces are kept; null for any number.</summary>
    public int? WorkspaceMaxTasks { get; init; }

    /// <summary>How long an action that ran past its <c>timeout</c> may take to end; null for the default.</summary>
    public TimeSpan? TimeoutGracePeriod { get; init; }

    /// <summary>The engine that runs containers; null where this node runs none.</summary>
    public DockerSettings? Docker { get; init; }

    public ServerLogs Logs { get; init; } = new();
}

/// <summary>A node's container engine; what is null is as by default.</summary>
/// <param name="Endpoint">Where it answers.</param>
/// <param name="Registry">The registry that images come from.</param>
/// <param name="RegistryUser">The user for that registry.</param>
/// <param name="RegistryPassword">That user's password.</param>
/// <param name="Pull">When an image is pulled.</param>
internal sealed record DockerSettings(
    string? Endpoint = null, string? Registry = null, string? RegistryUser = null, string? RegistryPassword = null, ImagePullPolicy? Pull = null)
{
    public void AddTo(ILitePipelineNodeBuilder builder) => builder.UseDockerExecutor(docker =>
    {
        (docker.Endpoint, docker.Registry) = (Endpoint ?? docker.Endpoint, Registry ?? docker.Registry);
        (docker.RegistryUser, docker.RegistryPassword, docker.Pull) = (RegistryUser ?? docker.RegistryUser, RegistryPassword ?? docker.RegistryPassword, Pull ?? docker.Pull);
    });
}
