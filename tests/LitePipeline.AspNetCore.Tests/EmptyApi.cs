namespace LitePipeline.AspNetCore.Tests;

/// <summary>An API without users, nodes or anything else, shared by tests that leave it so.</summary>
public sealed class EmptyApi : IAsyncLifetime
{
    private ApiHost? _api;

    internal HttpClient Client => _api!.Http;

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);

    public async Task DisposeAsync() => await _api!.DisposeAsync();
}
