using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Servers;

/// <summary>What a manager is told, by its command line or its configuration.yml.</summary>
internal sealed record ManagerSettings
{
    /// <summary>The file that says all this; null for the command line.</summary>
    public string? File { get; init; }

    /// <summary>The folder for all that it keeps.</summary>
    public required string DataPath { get; init; }

    /// <summary>How the folder was named, for messages.</summary>
    public string DataPathName { get; init; } = "--data";

    /// <summary>The database that keeps the state; null for SQLite in the folder.</summary>
    public PostgresSettings? Postgres { get; init; }

    /// <summary>Where the HTTP API listens.</summary>
    public required HostPort Http { get; init; }

    /// <summary>How that address was named, for messages.</summary>
    public string HttpName { get; init; } = "--http";

    /// <summary>Where nodes connect.</summary>
    public required HostPort Tcp { get; init; }

    /// <summary>What nodes must show; null for what the host's configuration says.</summary>
    public string? Token { get; init; }

    /// <summary>A file with such tokens, in place of <see cref="Token"/>; null for none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>The certificate that both ports show; null for no TLS.</summary>
    public CertificateSettings? Certificate { get; init; }

    /// <summary>Whose certificates let nodes in; null where none does.</summary>
    public string? NodeAuthority { get; init; }

    /// <summary>The certificate that encrypts the keys of the secrets; null where their folder's rights are to do.</summary>
    public CertificateSettings? SecretCertificate { get; init; }

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

    /// <summary>How many days finished tasks and works are kept; null for ever.</summary>
    public int? HistoryMaxDays { get; init; }

    /// <summary>How many finished tasks are kept; null for any number.</summary>
    public int? HistoryMaxTasks { get; init; }

    /// <summary>How many versions are kept beside the current one; null for any number.</summary>
    public int? HistoryMaxVersions { get; init; }

    /// <summary>How many bytes the artifacts of all tasks may take; null for any number.</summary>
    public long? HistoryMaxArtifactBytes { get; init; }

    /// <summary>How many days versions that are not current are kept; null for ever.</summary>
    public int? HistoryMaxVersionDays { get; init; }

    /// <summary>How many bytes the packages of these may take; null for any number.</summary>
    public long? HistoryMaxVersionBytes { get; init; }

    public ServerLogs Logs { get; init; } = new();
}
