using LitePipeline.Cli.Configuration;
using LitePipeline.Cli.Doctor.Files;
using LitePipeline.Cli.Doctor.Machine;
using LitePipeline.Cli.Doctor.Reach;
using LitePipeline.Cli.Servers;
using LitePipeline.Hosting.Node;
using LitePipeline.Transport.Tcp;

namespace LitePipeline.Cli.Doctor.Subjects;

/// <summary>What a node runs from, and the way to its manager.</summary>
internal static class NodeFile
{
    public static Examination Examination(string path)
    {
        var file = new ConfigurationCheck<NodeSettings>(path, NodeConfiguration.Read).Read();
        var examination = new Examination().With(file);
        if (file.Settings is { } settings) Add(examination, settings, path, TimeProvider.System);
        return examination.With(new OpenFilesCheck());
    }

    private static void Add(Examination examination, NodeSettings settings, string path, TimeProvider time)
    {
        var data = settings.DataPath;
        var runs = LockFile.IsHeld(Path.Combine(data, "node.lock"));
        var packages = Path.Combine(data, "packages");
        (string, long, string)[] mayGrow =
        [
            ("package_cache_size", settings.PackageCacheSize ?? new NodeOptions { DataPath = data }.PackageCacheSize, packages),
            .. settings.WorkspaceMaxBytes is { } most ? [("workspace_max_bytes", most, Path.Combine(data, "workspaces"))] : Array.Empty<(string, long, string)>(),
        ];
        examination
            .InTurn(new FolderCheck("data_path", data), new OneFileSystemCheck(data), new FreeSpaceCheck(data, mayGrow))
            .With(new SecretFileCheck(path, settings.TokenFile, settings.Certificate?.KeyFile));
        if (settings.Logs.File is { } log) examination.With(new FolderCheck("log_path", Path.GetDirectoryName(log)!));
        if (settings.TokenFile is { } tokens) examination.With(new TokenFileCheck(tokens));
        if (settings.ManagerAuthority is { } authority) examination.With(new AuthorityFileCheck("manager_authority", authority, time));
        if (settings.Certificate is { } certificate) examination.With(new CertificateCheck("node_certificate", certificate, [], time));
        if (settings.Http is { Port: > 0 } http) examination.With(new PortCheck("http_port", http, runs));
        examination.InTurn(new AddressCheck(settings.Manager, "manager_tcp_host and manager_tcp_port"), new NodeDoorCheck(Connector(settings), time));
        if (settings.Docker is { } docker) examination.With(new ContainerEngineCheck(docker));
        examination.With(new PythonCheck(packages));
        if (settings.LimitProcesses ?? true) examination.With(new ControlGroupCheck(settings.ControlGroup ?? ""));
    }

    private static TcpConnectorOptions Connector(NodeSettings settings)
    {
        var options = new TcpConnectorOptions();
        NodeHost.Configure(options, settings);
        return options;
    }
}
