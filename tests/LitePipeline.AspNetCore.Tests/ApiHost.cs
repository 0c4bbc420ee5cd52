using LitePipeline.AspNetCore.Api;
using LitePipeline.Core.Definitions;
using LitePipeline.Hosting.Access;
using LitePipeline.Hosting.Packages;
using LitePipeline.TestCluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.AspNetCore.Tests;

/// <summary>A cluster with the HTTP API in front of it, on a port of its own.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiHost(LitePipelineTestCluster cluster, WebApplication app) => (Cluster, _app) = (cluster, app);

    public LitePipelineTestCluster Cluster { get; }

    public HttpClient Http { get; private set; } = null!;

    /// <summary>Every route of the running app.</summary>
    public IReadOnlyList<RouteEndpoint> Routes => [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public static async Task<ApiHost> StartAsync(Action<TestClusterOptions>? configure = null, Action<LitePipelineApiOptions>? api = null, Action<WebApplicationBuilder>? host = null)
    {
        var cluster = await LitePipelineTestCluster.StartAsync(configure);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(cluster.Manager);
        builder.Services.AddSingleton(cluster.Services.GetRequiredService<AccessTrail>());
        builder.Services.AddLitePipelineApi(api);
        host?.Invoke(builder);
        var app = builder.Build();
        app.MapLitePipelineApi();
        await app.StartAsync();
        return new ApiHost(cluster, app) { Http = NewClient(app) };
    }

    /// <summary>Completes when the configuration has been read anew, and everyone has been told.</summary>
    public Task ReloadedAsync()
    {
        var reloaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _app.Configuration.GetReloadToken().RegisterChangeCallback(_ => reloaded.TrySetResult(), null);
        return reloaded.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>A client without anyone's credentials.</summary>
    public HttpClient NewClient() => NewClient(_app);

    public static async Task<byte[]> PackAsync(ApplicationDefinition definition)
    {
        using var package = new MemoryStream();
        await PackageBuilder.PackDefinitionAsync(definition, "app", package);
        return package.ToArray();
    }

    public async Task<string> UploadAsync(byte[] package, string fileName = "app.tar.gz")
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(package), "up_file", fileName },
            { new StringContent("an app"), "name" },
            { new StringContent("what it is for"), "description" },
        };
        using var answer = await Http.PostAsync(new Uri("/app/create", UriKind.Relative), form);
        return await answer.Content.ReadAsStringAsync();
    }

    private static HttpClient NewClient(WebApplication app) => new() { BaseAddress = new Uri(app.Urls.First()) };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await Cluster.DisposeAsync();
    }
}
