using LitePipeline.Cli.Servers;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Cli.Configuration;

/// <summary><c>log_level</c> and <c>log_path</c>.</summary>
internal static class LogSettings
{
    public static ServerLogs Read(SettingsReader settings, string fileName)
    {
        var folder = settings.FilePath("log_path");
        return new ServerLogs(LevelOf(settings.OneOf("log_level", "NOSET", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")), folder is null ? null : Path.Combine(folder, fileName));
    }

    // The original's NOSET is "no level of its own", in every file that it generated; what is written then is for operators.
    private static LogLevel LevelOf(string? name) => name switch
    {
        "DEBUG" => LogLevel.Debug,
        "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "CRITICAL" => LogLevel.Critical,
        _ => LogLevel.Information,
    };
}
