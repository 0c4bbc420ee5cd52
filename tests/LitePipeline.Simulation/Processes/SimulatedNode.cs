using LitePipeline.Core.Nodes;
using LitePipeline.Hosting.Artifacts;
using LitePipeline.Hosting.Node;
using LitePipeline.Hosting.Venvs;
using LitePipeline.Simulation.Disks;
using LitePipeline.Simulation.Network;
using LitePipeline.Simulation.Time;
using Microsoft.Extensions.Options;

namespace LitePipeline.Simulation.Processes;

/// <summary>A node's machine: its clock, its disk, the processes on it, and the node's own process while that lives. The agent in it is the product's.</summary>
internal sealed class SimulatedNode
{
    /// <summary>What all simulated actions run.</summary>
    public const string Handler = "act";

    private readonly World _world;
    private readonly NodeData _data;
    private readonly NodeOptions _options;
    private readonly SimulatedOutboxFile? _outbox;
    private CancellationTokenSource? _stopping;
    private NodeAttempts? _attempts;

    public SimulatedNode(World world, NodeData data, int number, int slots)
    {
        (_world, _data) = (world, data);
        Name = $"node-{number}";
        Processes = new ProcessTable(world, this);
        _options = new NodeOptions
        {
            Name = Name,
            DataPath = data.Root,
            Slots = slots,
            Cpu = slots,
            Memory = 1L << 30,
            DurableResults = world.Random.Next(6) != 0,
            DrainTimeout = TimeSpan.FromSeconds(world.Random.Next(1, 30)),
            TimeoutGracePeriod = TimeSpan.FromSeconds(world.Random.Next(1, 10)),
        };
        if (_options.DurableResults) _outbox = new SimulatedOutboxFile(world, this);
    }

    public string Name { get; }

    public NodeId Id => _data.Id;

    public int Slots => _options.Slots;

    public ProcessTable Processes { get; }

    public MachineClock Clock { get; } = new();

    public SimulatedProcess? Process { get; private set; }

    /// <summary>Until when it cannot reach the manager.</summary>
    public TimeSpan CutOffUntil { get; set; }

    /// <summary>Until when its messages take long.</summary>
    public TimeSpan SlowUntil { get; set; }

    /// <summary>Until when nothing can be written to its disk.</summary>
    public TimeSpan DiskFullUntil { get; set; }

    public bool IsUp => Process is { IsAlive: true };

    /// <summary>How many results its disk holds that nobody has acknowledged.</summary>
    public int HeldOnDisk => _outbox is null ? 0 : OutboxJournal.Read(_outbox.Open()).Held.Count;

    /// <summary>Starts the node's process; nothing happens where it runs.</summary>
    public void Start()
    {
        if (IsUp) return;
        _world.Trace.Note($"{Name}: starts");
        Process = new SimulatedProcess(_world.Scheduler, Name);
        var process = Process;
        _world.Go(process, () => RunAsync(process), Name);
    }

    /// <summary>Its process is killed; with <paramref name="power"/> gone all else on the machine too.</summary>
    public void Kill(bool power)
    {
        _world.Trace.Note($"{Name}: {(power ? "loses power" : "is killed")}");
        Process?.Kill();
        if (power)
        {
            Processes.KillAll();
            _outbox?.LosePower();
        }

        foreach (var connection in _world.ConnectionsOf(Id)) connection.Died(connection.AtNode, told: !power);
        _world.Scheduler.After(_world.Between(0.3, 40), null, Start);
    }

    /// <summary>Its process is told to end, as a service manager does: it drains, says what it hands back, and ends.</summary>
    public void Stop()
    {
        if (Process is not { IsAlive: true } process || _attempts is not { } attempts || _stopping is not { } stopping) return;
        _world.Trace.Note($"{Name}: is told to stop");
        _world.Go(process, () => StopAsync(process, attempts, stopping), Name);
    }

    /// <summary>Whether the node's process has an attempt that runs.</summary>
    public bool Runs(Core.Actions.AttemptKey attempt) => IsUp && _attempts?.Find(attempt.Task, attempt.Action) is { } running && running.Key == attempt && !running.Discarded;

    // What NodeService does, with the agent's real parts.
    private async Task RunAsync(SimulatedProcess process)
    {
        var options = Options.Create(_options);
        var clock = new ProcessClock(_world.Scheduler, process, Clock);
        var self = new NodeSelf(_data, options, new ActionHandlers([new ActionHandlerRegistration(Handler, NeedsScope: false, static (_, _, _) => Task.CompletedTask)]));
        var connection = new NodeConnection();
        var workspaces = new WorkspaceFolder(_data);
        var packages = new PackageCache(_data, connection, new PythonFinder([]), options, clock, Log<PackageCache>());
        var runner = new ActionRunner(
            [new SimulatedExecutor(_world, this, process)], packages, workspaces, self, new AttemptWatch(connection, options, clock, Log<AttemptWatch>()),
            new ArtifactCollector(options), new ArtifactInputs(connection), options, clock, Log<ActionRunner>());
        var outbox = new ResultOutbox(_outbox, TaskScheduler.FromCurrentSynchronizationContext(), clock, Log<ResultOutbox>());
        var attempts = new NodeAttempts(runner, outbox, self, Log<NodeAttempts>());
        var agent = new NodeAgent(
            self, connection, attempts, new NodeStreams(workspaces, attempts, clock), runner, outbox, workspaces,
            new WorkspaceRemoval(workspaces, attempts, Log<WorkspaceRemoval>()), options, clock, _world.Random.NextDouble, Log<NodeAgent>());
        var stopping = new CancellationTokenSource();
        await agent.TakeUpAsync(CancellationToken.None);
        (_attempts, _stopping) = (attempts, stopping);
        await agent.RunAsync(new Connector(_world, this, process), stopping.Token);
    }

    private async Task StopAsync(SimulatedProcess process, NodeAttempts attempts, CancellationTokenSource stopping)
    {
        await attempts.DrainAsync(_options.DrainTimeout, new ProcessClock(_world.Scheduler, process, Clock), CancellationToken.None);
        // By the host, that is: from outside of what runs here.
        _world.Scheduler.After(TimeSpan.Zero, process, stopping.Cancel);
        await attempts.EndAllAsync(CancellationToken.None);
        _world.Trace.Note($"{Name}: has stopped");
        process.Kill();
        foreach (var connection in _world.ConnectionsOf(Id)) connection.Died(connection.AtNode, told: true);
        _world.Scheduler.After(_world.Between(0.3, 40), null, Start);
    }

    private SimulatedLogger<T> Log<T>() => new(_world);
}
