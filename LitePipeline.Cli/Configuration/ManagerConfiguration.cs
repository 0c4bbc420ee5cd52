using LitePipeline.Cli.Client;
using LitePipeline.Cli.Servers;

namespace LitePipeline.Cli.Configuration;

/// <summary>A manager's configuration.yml: the original's keys, and ours.</summary>
internal static class ManagerConfiguration
{
    private const double Day = 24 * 60 * 60;

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warnings">What the operator should know, a line each.</param>
    /// <exception cref="ToolException">It cannot be read, or something in it is wrong.</exception>
    public static ManagerSettings Read(string path, out IReadOnlyList<string> warnings)
    {
        var settings = new SettingsReader(ConfigurationFile.Read(path));
        var read = Read(settings);
        warnings = settings.Finish();
        return read with { File = Path.GetFullPath(path) };
    }

    /// <summary>Asks for every setting.</summary>
    public static ManagerSettings Read(SettingsReader settings)
    {
        var tcp = new HostPort(settings.Text("tcp_host") ?? "127.0.0.1", settings.Port("tcp_port", 6001));
        var users = UserSettings.Read(settings);
        ReadStores(settings);
        PassOver(settings);
        return new ManagerSettings
        {
            DataPath = DataPath(settings),
            DataPathName = "data_path",
            Postgres = Postgres(settings),
            Http = new HostPort(settings.Text("http_host") ?? "127.0.0.1", settings.Port("http_port", 8000)),
            HttpName = "http_host",
            Tcp = tcp,
            Token = NodeToken.OfManager(settings, tcp, users),
            TokenFile = settings.FilePath(NodeToken.FileKey),
            Certificate = Certificates.Read(settings, "tls"),
            NodeAuthority = settings.FilePath(NodeToken.AuthorityKey),
            SecretCertificate = Certificates.Read(settings, "secrets"),
            Users = users,
            AcceptOriginalTokens = settings.Flag("accept_original_tokens"),
            TokenLifetime = settings.Seconds("token_lifetime", 1, 365 * Day),
            MaxPackageSize = settings.Number("max_buffer_size", 1L << 30, 1, long.MaxValue, "a number of bytes"),
            MaxArtifactBytes = settings.Number("max_artifact_size", 10L << 30, 0, long.MaxValue, "a number of bytes"),
            CacheMaxEntries = (int?)settings.Number("cache_max_entries", 10_000, 0, 10_000_000, "a number of results"),
            CacheMaxAge = settings.Seconds("cache_max_age", 1, 36_500 * Day),
            NodeReturnTimeout = settings.Seconds("node_return_timeout", 0.1, Day),
            StopGracePeriod = settings.Seconds("stop_grace_period", 0, Day),
            SilenceTimeout = settings.Seconds("heartbeat_timeout", 0.03, 60 * 60),
            DockerRegistry = settings.Text("docker_registry"),
            HistoryMaxDays = settings.Count("history_max_days", 1, 36500),
            HistoryMaxTasks = settings.Count("history_max_tasks", 0, int.MaxValue),
            HistoryMaxVersions = settings.Count("history_max_versions", 0, int.MaxValue),
            HistoryMaxArtifactBytes = settings.Bytes("history_max_artifact_bytes"),
            HistoryMaxVersionDays = settings.Count("history_max_version_days", 1, 36500),
            HistoryMaxVersionBytes = settings.Bytes("history_max_version_bytes"),
            Logs = LogSettings.Read(settings, "manager.log"),
        };
    }

    public static string DataPath(SettingsReader settings) =>
        settings.FilePath("data_path") ?? settings.RequiredText("data_path", "the folder for all that is kept");

    private static PostgresSettings? Postgres(SettingsReader settings)
    {
        const string connection = "connection_string", file = "connection_string_file", schema = "database_schema";
        var read = new PostgresSettings(settings.Text(connection), settings.FilePath(file), settings.Text(schema));
        if (settings.OneOf("store", "sqlite", "postgres") == "postgres")
        {
            if (read.ConnectionString is not null && read.ConnectionStringFile is not null) settings.Problem(file, $"{file} and {connection} do not go together; give one.");
            else if (read.ConnectionString is null && read.ConnectionStringFile is null) settings.Problem("store", $"store is postgres, and neither {connection} nor {file} says where it is; give one, such as {connection}: Host=db.example.org;Database=litepipeline;Username=litepipeline.");
            return read;
        }

        foreach (var (key, value) in (ReadOnlySpan<(string, string?)>)[(connection, read.ConnectionString), (file, read.ConnectionStringFile), (schema, read.Schema)])
        {
            if (value is not null) settings.Problem(key, $"{key} is for PostgreSQL, and store is sqlite; add 'store: postgres', or remove {key}.");
        }

        return null;
    }

    private static void ReadStores(SettingsReader settings)
    {
        foreach (var (key, what) in (ReadOnlySpan<(string, string)>)[("app_store", "applications"), ("venv_store", "venvs")])
        {
            if (settings.OneOf(key, "local.tar.gz", "local.zip", "ldfs.zip", "ldfs.tar.gz") is { } store && store.StartsWith("ldfs", StringComparison.Ordinal))
                settings.Problem(key, $"{key} is {store}, but this version keeps {what} in its data folder only; give local.tar.gz or local.zip. Either takes packages of both formats.");
        }
    }

    private static void PassOver(SettingsReader settings)
    {
        settings.PassOver("scheduler_interval", "nothing here waits for a timer");
        settings.Lacks("ldfs_http_host", "ldfs_http_host is set, but this version does not keep packages in LiteDFS; actions that use LiteDFS take ldfs_host and ldfs_port from their task's input.");
        foreach (var key in (ReadOnlySpan<string>)["ldfs_http_port", "ldfs_user", "ldfs_password"]) settings.Ignore(key);
    }
}
