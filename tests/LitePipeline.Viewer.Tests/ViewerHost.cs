using LitePipeline.AspNetCore.Api;
using LitePipeline.TestCluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Viewer.Tests;

/// <summary>A cluster with the HTTP API and the viewer in front of it, on a port of its own, which stays the same when the app stops and starts.</summary>
internal sealed class ViewerHost : IAsyncDisposable
{
    private readonly Action<LitePipelineApiOptions>? _api;
    private WebApplication? _app;

    private ViewerHost(LitePipelineTestCluster cluster, Action<LitePipelineApiOptions>? api) => (Cluster, _api) = (cluster, api);

    public LitePipelineTestCluster Cluster { get; }

    /// <summary>Where the app is.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>Where the viewer is.</summary>
    public Uri Viewer => new(Address, "/viewer/");

    public static async Task<ViewerHost> StartAsync(Action<TestClusterOptions>? configure = null, Action<LitePipelineApiOptions>? api = null)
    {
        var host = new ViewerHost(await LitePipelineTestCluster.StartAsync(configure), api);
        await host.StartAppAsync();
        return host;
    }

    /// <summary>Starts the app, or starts it again where it was.</summary>
    public async Task StartAppAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(Address.ToString());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(Cluster.Manager);
        builder.Services.AddLitePipelineApi(_api);
        _app = builder.Build();
        _app.MapLitePipelineApi();
        _app.MapLitePipelineViewer();
        await _app.StartAsync();
        Address = new Uri(_app.Urls.First());
    }

    /// <summary>Ends the app as a crash would: its connections break.</summary>
    public async Task StopAppAsync()
    {
        if (_app is not { } app) return;
        _app = null;
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAppAsync();
        await Cluster.DisposeAsync();
    }
}
