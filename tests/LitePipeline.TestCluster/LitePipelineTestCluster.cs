using System.Net;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting;
using LitePipeline.Hosting.InProcess;
using LitePipeline.Hosting.Packages;
using LitePipeline.Storage.InMemory;
using LitePipeline.Storage.Packages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LitePipeline.TestCluster;

/// <summary>A manager and nodes in this process, each in a host of its own: start, kill and restart them, cut their lines, move their clock.</summary>
/// <remarks>It has a folder of its own, which goes with it.</remarks>
public sealed class LitePipelineTestCluster : IAsyncDisposable
{
    private readonly TestClusterOptions _options;
    private readonly InProcessTransport _transport = new();
    private readonly InMemoryPipelineStore _memory = new();
    private readonly InMemoryPackageStore _packages = new();
    private readonly List<TestNode> _nodes = [];
    private IHost? _manager;
    private SurvivingStore? _store;
    private int _port;

    private LitePipelineTestCluster(TestClusterOptions options) => _options = options;

    /// <summary>The cluster's folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("litepipeline-").FullName;

    /// <summary>The manager.</summary>
    /// <exception cref="InvalidOperationException">It was killed.</exception>
    public IPipelineManager Manager => Services.GetRequiredService<IPipelineManager>();

    /// <summary>The services of the manager's host.</summary>
    /// <exception cref="InvalidOperationException">The manager was killed.</exception>
    public IServiceProvider Services => _manager?.Services ?? throw new InvalidOperationException("The manager was killed; start it first.");

    /// <summary>The nodes, in the order in which they were added.</summary>
    public IReadOnlyList<TestNode> Nodes => _nodes;

    /// <summary>The manager's address for nodes, where they come by TCP.</summary>
    public IPEndPoint? EndPoint => _manager?.Services.GetRequiredService<INodeListener>().LocalEndPoint as IPEndPoint;

    /// <summary>Starts a cluster; returns when all of its nodes have joined.</summary>
    public static async Task<LitePipelineTestCluster> StartAsync(Action<TestClusterOptions>? configure = null)
    {
        var options = new TestClusterOptions();
        configure?.Invoke(options);
        var cluster = new LitePipelineTestCluster(options);
        try
        {
            await cluster.StartManagerAsync();
            for (var i = 0; i < options.Nodes; i++) await cluster.AddNodeAsync();
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }

        return cluster;
    }

    /// <summary>Starts the manager, or starts it again on what the last one left.</summary>
    public async Task StartManagerAsync()
    {
        if (_manager is not null) throw new InvalidOperationException("The manager runs already.");
        var host = NewHost();
        var builder = host.Services.AddLitePipelineManager(_options.ConfigureManager);
        builder.UseSecrets(Path.Combine(Folder, "secret-keys"));
        _options.ConfigureManagerHost?.Invoke(builder);
        if (_options.Transport == ClusterTransport.Tcp) builder.UseTcpTransport(tcp => { tcp.Port = _port; });
        else builder.UseInProcessTransport(_transport);
        if (_options.Store == ClusterStore.InMemory)
        {
            host.Services.TryAddSingleton<IPackageStore>(_packages);
            host.Services.AddSingleton<IPipelineStore>(_ => _store = new SurvivingStore(_memory, closes: false));
        }
        else
        {
            builder.UsePackageFolder(Path.Combine(Folder, "packages")).UseSqlite(Path.Combine(Folder, "manager.db"));
            Decorate(host.Services);
        }

        _manager = host.Build();
        await _manager.StartAsync();
        if (EndPoint is { } endPoint) _port = endPoint.Port;
    }

    /// <summary>Ends the manager as <c>kill -9</c> would: what it has not committed is lost, its lines are cut.</summary>
    public async Task KillManagerAsync()
    {
        if (_manager is not { } manager) return;
        _manager = null;
        _store!.Kill();
        _transport.Kill();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await manager.StopAsync(now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeHostAsync(manager);
    }

    /// <summary>Adds a node and waits until it has joined.</summary>
    public async Task<TestNode> AddNodeAsync()
    {
        var node = new TestNode($"node-{_nodes.Count}", Path.Combine(Folder, $"node-{_nodes.Count}"));
        _nodes.Add(node);
        await StartNodeAsync(_nodes.Count - 1);
        return node;
    }

    /// <summary>Starts a node that was killed, with what it left on its disk, and waits until it has joined.</summary>
    public async Task StartNodeAsync(int index)
    {
        var node = _nodes[index];
        if (node.Host is not null) throw new InvalidOperationException($"{node.Name} runs already.");
        var host = NewHost();
        var builder = host.Services.AddLitePipelineNode(options =>
        {
            options.Name = node.Name;
            options.DataPath = node.Folder;
            options.Slots = _options.SlotsPerNode;
            options.ReconnectDelay = TimeSpan.FromMilliseconds(20);
            options.MaxReconnectDelay = TimeSpan.FromMilliseconds(200);
            _options.ConfigureNode?.Invoke(options);
        });
        if (_options.Transport == ClusterTransport.Tcp) builder.UseTcpTransport(tcp => (tcp.ManagerHost, tcp.ManagerPort) = ("127.0.0.1", _port));
        else builder.UseInProcessTransport(_transport);
        if (_options.ProcessActions) builder.UseProcessExecutor();
        _options.ConfigureNodeHost?.Invoke(builder);
        var built = host.Build();
        try
        {
            await built.StartAsync();
        }
        catch
        {
            // A host that did not start has nothing to stop.
            await DisposeHostAsync(built);
            throw;
        }

        node.Host = built;
        if (_manager is not null) await UntilAsync(async () => (await Manager.GetClusterAsync()).Nodes.Any(known => known.Description.Name == node.Name), $"{node.Name} has joined");
    }

    /// <summary>Ends a node: its line is cut and what it ran in this process is given up.</summary>
    public async Task KillNodeAsync(int index)
    {
        if (_nodes[index].Host is not { } host) return;
        _nodes[index].Host = null;
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await host.StopAsync(now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeHostAsync(host);
    }

    /// <summary>Stops a node as SIGTERM would: it drains within its limit.</summary>
    public async Task StopNodeAsync(int index)
    {
        if (_nodes[index].Host is not { } host) return;
        _nodes[index].Host = null;
        await host.StopAsync();
        await DisposeHostAsync(host);
    }

    /// <summary>Cuts the lines of all nodes as a pulled cable would; manager and nodes go on.</summary>
    public void CutAll() => _transport.CutAll();

    /// <summary>Moves the virtual clock, and lets what was due happen.</summary>
    /// <exception cref="InvalidOperationException">The cluster runs on the system's clock.</exception>
    public Task AdvanceAsync(TimeSpan time)
    {
        if (_options.Time is not FakeTimeProvider fake) throw new InvalidOperationException("The cluster runs on the system's clock: give TestClusterOptions.Time a FakeTimeProvider.");
        fake.Advance(time);
        return _manager is null ? Task.CompletedTask : Manager.GetClusterAsync();
    }

    /// <summary>Deploys an application that has no files: its actions are C# actions of the nodes, or commands that the machine has.</summary>
    public async Task<AppId> DeployAsync(ApplicationDefinition definition, string name = "application")
    {
        using var package = new MemoryStream();
        await PackageBuilder.PackDefinitionAsync(definition, name, package);
        package.Position = 0;
        return await Manager.CreateApplicationAsync(new CreateApplicationRequest(name, PackageFormat.TarGz), package);
    }

    /// <summary>Runs an application and waits for its end.</summary>
    public async Task<TaskDetails> RunAsync(AppId application, JsonData input = default, CancellationToken cancellationToken = default)
    {
        var task = await Manager.SubmitTaskAsync(new SubmitTaskRequest(application, "test", input), cancellationToken);
        return await Manager.WaitForTaskAsync(task, cancellationToken);
    }

    /// <summary>Waits until something holds, and says what it was when it does not come to hold in time.</summary>
    /// <exception cref="TimeoutException">It did not.</exception>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what, TimeSpan? limit = null)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > (limit ?? TimeSpan.FromSeconds(30))) throw new TimeoutException($"It did not come to hold in time: {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    /// <summary>Ends all and removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Where(node => node.Host is not null))
        {
            await node.Host!.StopAsync();
            await DisposeHostAsync(node.Host);
        }

        if (_manager is not null)
        {
            await _manager.StopAsync();
            await DisposeHostAsync(_manager);
        }

        await _memory.DisposeAsync();
        // A node removes workspaces behind the scenes, and may still be at it.
        await UntilAsync(() => Task.FromResult(TryDelete(Folder)), $"{Folder} is removed");
    }

    private static bool TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return !Directory.Exists(folder);
        }
    }

    private HostApplicationBuilder NewHost()
    {
        var host = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        host.Services.AddSingleton(_options.Time);
        if (_options.Logs is { } logs) host.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
        return host;
    }

    // Whatever was chosen as the store is wrapped, so that a killed manager gets nothing through to it any more.
    private void Decorate(IServiceCollection services)
    {
        var chosen = services.Last(service => service.ServiceType == typeof(IPipelineStore));
        services.Remove(chosen);
        services.AddSingleton<IPipelineStore>(provider =>
        {
            var disk = (IPipelineStore)(chosen.ImplementationInstance
                ?? chosen.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, chosen.ImplementationType!));
            return _store = new SurvivingStore(disk, closes: true);
        });
    }

    private static async Task DisposeHostAsync(IHost host)
    {
        if (host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        else host.Dispose();
    }
}
