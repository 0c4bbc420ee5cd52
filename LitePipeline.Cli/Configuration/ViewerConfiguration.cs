using LitePipeline.Cli.Client;
using LitePipeline.Cli.Servers;

namespace LitePipeline.Cli.Configuration;

/// <summary>A viewer's configuration.yml: the original's keys.</summary>
internal static class ViewerConfiguration
{
    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warnings">What the operator should know, a line each.</param>
    /// <exception cref="ToolException">It cannot be read, or something in it is wrong.</exception>
    public static ViewerSettings Read(string path, out IReadOnlyList<string> warnings)
    {
        var settings = new SettingsReader(ConfigurationFile.Read(path));
        var read = new ViewerSettings(
            new HostPort(settings.Text("http_host") ?? "127.0.0.1", settings.Port("http_port", 8088)),
            new ManagerAddress(
                new HostPort(settings.Text("manager_http_host") ?? "127.0.0.1", settings.Port("manager_http_port", 8000)),
                settings.Flag("manager_tls"),
                settings.FilePath("manager_authority")),
            LogSettings.Read(settings, "viewer.log"),
            Certificates.Read(settings, "tls"));
        if (read.Manager is { UsesTls: false, AuthorityFile: not null }) settings.Problem("manager_authority", "manager_authority is set, but manager_tls is false: nothing would be checked. Set manager_tls to true, or remove it.");
        // Who looks signs in with the manager; the viewer has no account of its own and keeps nothing.
        foreach (var key in (ReadOnlySpan<string>)["manager_user", "manager_password", "data_path"]) settings.Ignore(key);
        warnings = settings.Finish();
        return read;
    }
}
