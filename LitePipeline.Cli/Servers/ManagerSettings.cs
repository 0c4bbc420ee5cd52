using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Servers;

/// <summary>What a manager is told, by its command line or its configuration.yml.</summary>
internal sealed record ManagerSettings
{
    /// <summary>The folder for all that it keeps.</summary>
    public required string DataPath { get; init; }

    /// <summary>How the folder was named, for messages.</summary>
    public string DataPathName { get; init; } = "--data";

    /// <summary>Where the HTTP API listens.</summary>
    public required HostPort Http { get; init; }

    /// <summary>How that address was named, for messages.</summary>
    public string HttpName { get; init; } = "--http";

    /// <summary>Where nodes connect.</summary>
    public required HostPort Tcp { get; init; }

    /// <summary>What nodes must show; null for what the host's configuration says.</summary>
    public string? Token { get; init; }

    /// <summary>Who may call the API; none for callers on this machine only.</summary>
    public IReadOnlyList<UserSetting> Users { get; init; } = [];

    /// <summary>Whether clients of the original may sign in.</summary>
    public bool AcceptOriginalTokens { get; init; }

    /// <summary>How long a bearer token is good; null for the default.</summary>
    public TimeSpan? TokenLifetime { get; init; }

    /// <summary>The largest package, in bytes; null for the default.</summary>
    public long? MaxPackageSize { get; init; }

    /// <summary>How many bytes the artifacts of one action may have; null for the default.</summary>
    public long? MaxArtifactBytes { get; init; }

    /// <summary>How many results are kept for actions with <c>cache</c>; null for the default.</summary>
    public int? CacheMaxEntries { get; init; }

    /// <summary>How old these may become; null for the default.</summary>
    public TimeSpan? CacheMaxAge { get; init; }

    /// <summary>How long a node may be away; null for the default.</summary>
    public TimeSpan? NodeReturnTimeout { get; init; }

    /// <summary>How long an action may take to end after SIGTERM; null for the default.</summary>
    public TimeSpan? StopGracePeriod { get; init; }

    /// <summary>After how much silence a node's connection is given up; null for the default.</summary>
    public TimeSpan? SilenceTimeout { get; init; }

    /// <summary>The registry that the images of docker actions come from; null for none.</summary>
    public string? DockerRegistry { get; init; }

    public ServerLogs Logs { get; init; } = new();
}
