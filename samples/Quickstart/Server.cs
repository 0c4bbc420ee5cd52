namespace Quickstart;

/// <summary>A manager, a node, the HTTP API and the viewer in one process: all that a program of your own needs to embed them.</summary>
internal static class Server
{
    public static WebApplication Create(string data, string http)
    {
        var builder = WebApplication.CreateBuilder();
        // What ends the start is told by the caller, without a stack trace.
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.WebHost.UseUrls($"http://{http}");

        builder.Services.AddLitePipelineManager()
            .UseSqlite(Path.Combine(data, "manager.db"))
            .UsePackageFolder(Path.Combine(data, "packages"))
            .UseInProcessTransport();
        builder.Services.AddLitePipelineNode(node => node.DataPath = Path.Combine(data, "node"))
            .UseInProcessTransport()
            .UseProcessExecutor();
        builder.Services.AddLitePipelineApi();

        var app = builder.Build();
        app.MapLitePipelineApi();
        app.MapLitePipelineViewer();
        return app;
    }
}
