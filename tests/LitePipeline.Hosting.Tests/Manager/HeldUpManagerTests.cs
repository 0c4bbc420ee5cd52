using System.Text;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;
using LitePipeline.Hosting.Inputs;
using LitePipeline.Hosting.Manager;
using LitePipeline.Hosting.Schedules;
using LitePipeline.Hosting.Secrets;
using LitePipeline.Hosting.Statistics;
using LitePipeline.Storage.InMemory;
using LitePipeline.Storage.Packages;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LitePipeline.Hosting.Tests.Manager;

/// <summary>A manager that could do nothing for longer than it waits for a node.</summary>
public sealed class HeldUpManagerTests : IAsyncDisposable
{
    private readonly InMemoryPipelineStore _store = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly NodeDescription _node = new() { Id = new NodeId(Guid.NewGuid()), Name = "node", Slots = 1, Platform = "linux" };

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    // Found by the simulation, seed 107033: the store held the manager up, and the nodes that had come back meanwhile were given up.
    [Fact]
    public async Task Hears_the_nodes_that_have_come_back_before_it_gives_them_up()
    {
        var (app, task) = (new AppId(Guid.NewGuid()), new TaskId(Guid.NewGuid()));
        var json = Encoding.UTF8.GetBytes("""{"actions": [{"name": "only", "main": "x"}], "output_action": "only"}""");
        await LiveAsync(
            TimeSpan.Zero,
            new ManagerInput.CreateApplication(app, "app", "", new PackageReference("1", "2", PackageFormat.TarGz, 1), JsonData.Parse(json), DefinitionReader.ReadApplication(json)),
            new ManagerInput.SubmitTask(task, "task", app, JsonData.EmptyObject),
            Join(1, _node));
        var attempt = new AttemptKey(task, "only", 1);
        Assert.Equal((RunStage.Running, 1), await FindAsync(attempt));

        // Another node would take what was given up.
        await LiveAsync(TimeSpan.FromMinutes(1), Join(1, _node with { Id = new NodeId(Guid.NewGuid()), Name = "other" }), Join(2, _node, attempt));
        Assert.Equal((RunStage.Running, 1), await FindAsync(attempt));
    }

    [Fact]
    public async Task Gives_up_those_that_have_not()
    {
        var (app, task) = (new AppId(Guid.NewGuid()), new TaskId(Guid.NewGuid()));
        var json = Encoding.UTF8.GetBytes("""{"actions": [{"name": "only", "main": "x"}], "output_action": "only"}""");
        await LiveAsync(
            TimeSpan.Zero,
            new ManagerInput.CreateApplication(app, "app", "", new PackageReference("1", "2", PackageFormat.TarGz, 1), JsonData.Parse(json), DefinitionReader.ReadApplication(json)),
            new ManagerInput.SubmitTask(task, "task", app, JsonData.EmptyObject),
            Join(1, _node));
        await LiveAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((RunStage.Pending, 1), await FindAsync(new AttemptKey(task, "only", 1)));
    }

    private static ManagerInput.NodeSaid Join(long session, NodeDescription node, params AttemptKey[] running) =>
        new(new SessionId(session), new NodeMessage.Join(node, [.. running], []));

    /// <summary>One life of a manager: it takes up what there is, can do nothing for a while, and then does all that has come.</summary>
    private async Task LiveAsync(TimeSpan heldUp, params ManagerInput[] inputs)
    {
        var options = Options.Create(new ManagerOptions { NodeReturnTimeout = TimeSpan.FromSeconds(10) });
        var queue = new ManagerQueue();
        var packages = new InMemoryPackageStore();
        var gate = new PackageGate(packages, _store, NullLogger<PackageGate>.Instance);
        var artifacts = new ArtifactIntake(queue, packages, gate, options, _time, NullLogger<ArtifactIntake>.Instance);
        using var secrets = new SecretKeys(Options.Create(new SecretOptions()));
        var sessions = new NodeSessions(queue, artifacts, new SecretCourier(secrets, queue, _time, NullLogger<SecretCourier>.Instance), options, NullLogger<NodeSessions>.Instance);
        var effects = new EffectRunner(sessions, new PipelineEvents(options), new EndWaiters<TaskId>(), new EndWaiters<WorkId>(), gate, new ClusterStatistics(_time), new InputRules(_store));
        using var loop = new ManagerLoop(queue, _store, effects, sessions, options, new CronosCalendar(_time), _time, NullLogger<ManagerLoop>.Instance);
        await loop.RestoreAsync(CancellationToken.None);
        _time.Advance(heldUp);
        foreach (var input in inputs) await queue.PostAsync(input, CancellationToken.None);
        queue.Complete();
        await loop.RunAsync();
    }

    private async Task<(RunStage Stage, int Attempt)> FindAsync(AttemptKey attempt)
    {
        var row = Assert.Single((await _store.QueryAsync(new ActionQuery { Tasks = [attempt.Task] }, CancellationToken.None)).Items);
        return (row.Stage, row.Attempt);
    }
}
