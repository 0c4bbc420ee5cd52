using System.Globalization;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Extensions.Logging;

namespace LitePipeline.Cli.Servers;

/// <summary>Where a server writes what it does, and how much.</summary>
/// <param name="Level">What is less than this is not written.</param>
/// <param name="File">The file beside standard error; null for none.</param>
internal sealed record ServerLogs(LogLevel Level = LogLevel.Information, string? File = null)
{
    // The original's: five old files of 20 MiB beside the present one.
    private const long FileSize = 20 << 20;
    private const int Files = 6;

    public void AddTo(ILoggingBuilder logging)
    {
        logging.ClearProviders().SetMinimumLevel(Level).AddSimpleConsole();
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        // The web server and the forwarder tell each request at Information, which an operator of pipelines did not ask for.
        if (Level == LogLevel.Information) logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Yarp", LogLevel.Warning);
        if (File is not null) logging.AddProvider(new SerilogLoggerProvider(Open(File), dispose: true));
    }

    private static Serilog.Core.Logger Open(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using (new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw ToolException.Failed($"log_path: {failure.Message}", failure);
        }
        return new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .WriteTo.File(file, formatProvider: CultureInfo.InvariantCulture, rollOnFileSizeLimit: true, fileSizeLimitBytes: FileSize, retainedFileCountLimit: Files,
                outputTemplate: "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u4} {SourceContext}: {Message:lj}{NewLine}{Exception}")
            .CreateLogger();
    }
}
