using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Configuration;

/// <summary>What a viewer is told.</summary>
/// <param name="Http">Where its pages are.</param>
/// <param name="Manager">The manager that they show.</param>
internal sealed record ViewerSettings(HostPort Http, HostPort Manager);

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
            new HostPort(settings.Text("manager_http_host") ?? "127.0.0.1", settings.Port("manager_http_port", 8000)));
        LogSettings.Read(settings, "viewer.log");
        foreach (var key in (ReadOnlySpan<string>)["manager_user", "manager_password", "data_path"]) settings.Ignore(key);
        warnings = settings.Finish();
        return read;
    }
}
