using System.Diagnostics.Metrics;
using System.Text;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.InProcess;
using LitePipeline.Hosting.Manager;
using LitePipeline.Storage.InMemory;
using LitePipeline.Storage.Packages;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LitePipeline.Hosting.Tests.Manager;

/// <summary>A store that takes a commit and cannot say so: the manager starts over from what is there.</summary>
public sealed class UnansweredCommitTests : IAsyncDisposable
{
    private readonly ForgetfulStore _store = new();
    private readonly InProcessTransport _transport = new();
    private readonly IHost _host;

    public UnansweredCommitTests()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IPipelineStore>(_store);
        builder.Services.AddSingleton<IPackageStore>(new InMemoryPackageStore());
        builder.Services.AddLitePipelineManager().UseInProcessTransport(_transport);
        _host = builder.Build();
    }

    private IPipelineManager Manager => _host.Services.GetRequiredService<IPipelineManager>();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    // Found by the simulation, seed 36.
    [Fact]
    public async Task Who_waits_for_an_end_that_was_committed_and_never_told_is_told()
    {
        await _host.StartAsync();
        var task = await Manager.SubmitTaskAsync(new SubmitTaskRequest(await DeployAsync(), "task"));
        var waiting = Manager.WaitForTaskAsync(task);

        _store.LosesNextAnswer = true;
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => Manager.StopTaskAsync(task));
        Assert.Equal(ErrorCode.ServerException, refused.Code);
        Assert.Contains("did not say whether it took the change", refused.Message);
        Assert.Equal(RunStatus.Kill, (await waiting.WaitAsync(TimeSpan.FromSeconds(60))).Task.State.Status);
    }

    [Fact]
    public async Task A_node_that_joins_again_when_the_manager_has_started_over_is_counted_once_and_not_at_all_in_the_end()
    {
        // No other test's node has so many slots: the meter is the process's.
        const int slots = 9_177;
        var (counted, joins) = (0L, 0);
        using var meter = new MeterListener();
        meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "litepipeline.slots") listener.EnableMeasurementEvents(instrument);
        };
        meter.SetMeasurementEventCallback<long>((_, change, _, _) =>
        {
            if (Math.Abs(change) != slots) return;
            Interlocked.Add(ref counted, change);
            if (change > 0) Interlocked.Increment(ref joins);
        });
        meter.Start();

        await _host.StartAsync();
        var folder = Directory.CreateTempSubdirectory("litepipeline-node-");
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddLitePipelineNode(node => (node.DataPath, node.Slots, node.ReconnectDelay) = (folder.FullName, slots, TimeSpan.FromMilliseconds(5))).UseInProcessTransport(_transport).AddAction("any", (_, _) => Task.CompletedTask);
        using (var node = builder.Build())
        {
            await node.StartAsync();
            await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(Volatile.Read(ref joins) == 1), "the node has joined");
            _store.LosesNextAnswer = true;
            await Assert.ThrowsAnyAsync<Exception>(DeployAsync);
            await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(Volatile.Read(ref joins) == 2), "it has joined again");
            Assert.Equal(slots, Interlocked.Read(ref counted));
            await _host.StopAsync();
            Assert.Equal(0, Interlocked.Read(ref counted));
            await node.StopAsync();
        }

        folder.Delete(recursive: true);
    }

    private async Task<AppId> DeployAsync()
    {
        var app = new AppId(Guid.NewGuid());
        var json = Encoding.UTF8.GetBytes("""{"actions": [{"name": "only", "main": "x"}], "output_action": "only"}""");
        await _host.Services.GetRequiredService<ManagerQueue>().AskAsync(
            new ManagerInput.CreateApplication(app, "app", "", new PackageReference("1", "2", PackageFormat.TarGz, 1), JsonData.Parse(json), DefinitionReader.ReadApplication(json)), CancellationToken.None);
        return app;
    }

    private sealed class ForgetfulStore : IPipelineStore
    {
        private readonly InMemoryPipelineStore _rows = new();

        public bool LosesNextAnswer { get; set; }

        public Task OpenAsync(CancellationToken cancellationToken) => _rows.OpenAsync(cancellationToken);

        public Task<StoreSnapshot> LoadAsync(CancellationToken cancellationToken) => _rows.LoadAsync(cancellationToken);

        public async Task CommitAsync(IReadOnlyList<StoreChange> changes, CancellationToken cancellationToken)
        {
            await _rows.CommitAsync(changes, cancellationToken);
            if (!LosesNextAnswer) return;
            LosesNextAnswer = false;
            throw new IOException("The connection was lost before the answer.");
        }

        public Task<Page<T>> QueryAsync<T>(StoreQuery<T> query, CancellationToken cancellationToken) => _rows.QueryAsync(query, cancellationToken);

        public ValueTask DisposeAsync() => _rows.DisposeAsync();
    }
}
