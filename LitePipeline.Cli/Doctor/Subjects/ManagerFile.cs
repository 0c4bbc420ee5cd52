using LitePipeline.Cli.Backup;
using LitePipeline.Cli.Configuration;
using LitePipeline.Cli.Doctor.Files;
using LitePipeline.Cli.Doctor.Machine;
using LitePipeline.Cli.Servers;

namespace LitePipeline.Cli.Doctor.Subjects;

/// <summary>What a manager runs from.</summary>
internal static class ManagerFile
{
    private const string SecretKeys = "secret-keys";

    public static Examination Examination(string path)
    {
        var file = new ConfigurationCheck<ManagerSettings>(path, ManagerConfiguration.Read).Read();
        var examination = new Examination().With(file);
        if (file.Settings is { } settings) Add(examination, settings, path, TimeProvider.System);
        return examination.With(new OpenFilesCheck(), new TimeZoneCheck());
    }

    private static void Add(Examination examination, ManagerSettings settings, string path, TimeProvider time)
    {
        var data = settings.DataPath;
        var runs = LockFile.IsHeld(Path.Combine(data, "manager.lock"));
        examination
            .With(new ListenerCheck(settings))
            .InTurn(new FolderCheck("data_path", data), new OneFileSystemCheck(data), new FreeSpaceCheck(data));
        // What pg_dump backs up is looked after by the database's own tools.
        if (settings.Postgres is null) examination.InTurn(new DatabaseCheck(Path.Combine(data, BackupFormat.Database)), new BackupCheck(data, time));
        examination
            .With(
                new SecretFileCheck(path, settings.TokenFile, settings.Postgres?.ConnectionStringFile, settings.Certificate?.KeyFile, settings.SecretCertificate?.KeyFile, Path.Combine(data, BackupFormat.Keys), Path.Combine(data, SecretKeys)),
                new PortCheck("http_port", settings.Http, runs),
                new PortCheck("tcp_port", settings.Tcp, runs));
        if (settings.Logs.File is { } log) examination.InTurn(new FolderCheck("log_path", Path.GetDirectoryName(log)!));
        if (settings.TokenFile is { } tokens) examination.With(new TokenFileCheck(tokens));
        if (settings.NodeAuthority is { } authority) examination.With(new AuthorityFileCheck("node_authority", authority, time));
        if (settings.SecretCertificate is { } secrets) examination.With(new CertificateCheck("secrets_certificate", secrets, [], time));
        if (settings.Certificate is { } certificate) examination.With(new CertificateCheck("tls_certificate", certificate, [.. ((string[])[settings.Http.Host, settings.Tcp.Host]).Distinct()], time));
    }

    /// <summary>Whether its ports may be where they are without users.</summary>
    private sealed class ListenerCheck(ManagerSettings settings) : IDoctorCheck
    {
        public string Name => "users";

        public ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
        {
            ServerOptions.LoopbackOnly(settings);
            return new([settings is { Certificate: null, Http.IsLoopback: false }
                ? Finding.Warning($"{settings.Http} is reached from other machines without TLS: passwords and inputs can be read on their way", "Give a tls_certificate, or let a proxy before it speak TLS.")
                : Finding.Ok(settings.Users.Count > 0 ? $"{settings.Users.Count} may sign in" : "none: whoever is on this machine may call the API")]);
        }
    }
}
