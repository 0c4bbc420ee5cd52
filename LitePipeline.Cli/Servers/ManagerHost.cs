using LitePipeline.Cli.Client;
using LitePipeline.Core.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Cli.Servers;

/// <summary>A manager with its HTTP API, and whatever else is to run in its process.</summary>
internal static class ManagerHost
{
    public static async Task<int> RunAsync(string data, HostPort http, HostPort tcp, string? token, Action<IServiceCollection, DataFolder>? more, TextWriter output, CancellationToken cancellationToken)
    {
        ServerOptions.LoopbackOnly(http);
        using var folder = DataFolder.Open(data);
        try
        {
            return await ServeAsync(folder, http, tcp, token, more, output, cancellationToken);
        }
        catch (ToolException)
        {
            folder.RemoveIfNew();
            throw;
        }
    }

    private static async Task<int> ServeAsync(DataFolder folder, HostPort http, HostPort tcp, string? token, Action<IServiceCollection, DataFolder>? more, TextWriter output, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole().AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        var silence = new StartSilence();
        silence.AddTo(builder.Logging);
        builder.WebHost.UseUrls($"http://{http}");
        builder.Services.AddLitePipelineManager()
            .UseSqlite(folder.In("manager.db"))
            .UsePackageFolder(folder.In("packages"))
            .UseTcpTransport(listener => (listener.Host, listener.Port, listener.Token) = (tcp.Host, tcp.Port, token ?? listener.Token));
        builder.Services.AddLitePipelineApi(api => (api.TcpHost, api.TcpPort, api.DataPath) = (tcp.Host, tcp.Port, folder.Path));
        more?.Invoke(builder.Services, folder);

        await using var app = builder.Build();
        app.MapLitePipelineApi();
        await StartFailure.GuardAsync("manager", silence, () => app.StartAsync(cancellationToken));
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await output.WriteLineAsync($"LitePipeline is ready: {address} (nodes: {app.Services.GetRequiredService<INodeListener>().LocalEndPoint}, data: {folder.Path})");
        await output.FlushAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Ok;
    }
}
