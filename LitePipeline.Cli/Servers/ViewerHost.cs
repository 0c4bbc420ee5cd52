using LitePipeline.Cli.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace LitePipeline.Cli.Servers;

/// <summary>The viewer as a process of its own: it serves the pages and passes what they ask for on to the manager.</summary>
internal static class ViewerHost
{
    // What the pages call; nothing else of the manager is to be reached through them.
    private static readonly string[] Forwarded = ["/api/{**rest}", "/cluster/info"];

    // Events and logs are streams that say nothing for a long time; the manager shows that it lives at its KeepAliveInterval.
    private static readonly ForwarderRequestConfig Streams = new() { ActivityTimeout = TimeSpan.FromHours(2) };

    public static async Task<int> RunAsync(ViewerSettings settings, TextWriter output, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        settings.Logs.AddTo(builder.Logging);
        var silence = new StartSilence();
        silence.AddTo(builder.Logging);
        // How large a package may be is for the manager to say.
        builder.WebHost.UseAddress(settings.Http, settings.Certificate);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Services.AddSystemd();
        builder.Services.AddHttpForwarder();

        using var manager = ManagerHttp.Forwarding(settings.Manager);
        await using var app = builder.Build();
        foreach (var route in Forwarded) app.MapForwarder(route, settings.Manager.Uri.ToString(), Streams, new CallerTransformer(), manager);
        app.MapLitePipelineViewer("/");
        await StartFailure.GuardAsync("viewer", silence, () => app.StartAsync(cancellationToken));
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await output.WriteLineAsync($"The LitePipeline viewer is ready: {address} (manager: {settings.Manager.Uri})");
        await output.FlushAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Ok;
    }
}
