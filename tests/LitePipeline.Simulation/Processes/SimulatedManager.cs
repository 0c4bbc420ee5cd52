using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Transport;
using LitePipeline.Core.Works;
using LitePipeline.Hosting.Inputs;
using LitePipeline.Hosting.Manager;
using LitePipeline.Hosting.Schedules;
using LitePipeline.Hosting.Secrets;
using LitePipeline.Hosting.Statistics;
using LitePipeline.Simulation.Disks;
using LitePipeline.Simulation.Network;
using LitePipeline.Simulation.Time;
using LitePipeline.Storage.InMemory;
using LitePipeline.Storage.Packages;
using Microsoft.Extensions.Options;

namespace LitePipeline.Simulation.Processes;

/// <summary>The manager's machine: its clock, its disk, and the manager's process while that lives. Loop, sessions and machine in it are the product's.</summary>
internal sealed class SimulatedManager(World world, ManagerOptions options)
{
    private readonly InMemoryPipelineStore _rows = new();
    private NodeSessions? _sessions;
    private Task _running = Task.CompletedTask;
    private bool _isStopping;

    public MachineClock Clock { get; } = new();

    public SimulatedProcess? Process { get; private set; }

    public TimeSpan DiskFullUntil { get; set; }

    public bool IsUp => Process is { IsAlive: true };

    /// <summary>The manager's door, while it is open.</summary>
    public PipelineManager? Door { get; private set; }

    /// <summary>The queue behind it, for what has no door here.</summary>
    public ManagerQueue? Queue { get; private set; }

    public ManagerOptions Options => options;

    /// <summary>When its process was started.</summary>
    public TimeSpan StartedAt { get; private set; }

    /// <summary>Starts the manager's process; nothing happens where it runs.</summary>
    public void Start()
    {
        if (IsUp) return;
        world.Trace.Note("manager: starts");
        StartedAt = world.Scheduler.Now;
        var process = Process = new SimulatedProcess(world.Scheduler, "manager");
        _isStopping = false;
        world.Go(process, () => RunAsync(process), "manager");
    }

    public void Kill(string when)
    {
        if (!IsUp) return;
        world.Trace.Note($"manager: is killed {when}");
        Process!.Kill();
        (Door, Queue, _sessions) = (null, null, null);
        foreach (var connection in world.Connections) connection.Died(connection.AtManager, told: true);
        world.Scheduler.After(world.Between(0.2, 12), null, Start);
    }

    /// <summary>Its process is told to end, as a service manager does: it takes no more, commits what it has, and ends.</summary>
    public void Stop()
    {
        if (!IsUp || _sessions is not { } sessions || Queue is not { } queue) return;
        world.Trace.Note("manager: is told to stop");
        (var process, var running) = (Process!, _running);
        (Door, Queue, _sessions, _isStopping) = (null, null, null, true);
        world.Go(process, async () =>
        {
            sessions.DisconnectAll("Simulated: the manager is shutting down.");
            queue.Complete();
            await running;
            Kill("since it has stopped");
        }, "manager");
    }

    /// <summary>A node connects; false where nobody listens. It is served as soon as the manager comes to it.</summary>
    public bool Accept(NodeIdentity node, SimulatedProcess nodeProcess, Action<Connection> served)
    {
        if (!IsUp || _sessions is not { } sessions) return false;
        var process = Process!;
        world.Go(process, () =>
        {
            if (!nodeProcess.IsAlive) return Task.CompletedTask;
            var connection = new Connection(world, node, nodeProcess, process);
            world.Connected(connection);
            var serving = sessions.ServeAsync(connection.AtManager);
            served(connection);
            return serving;
        }, "session");
        return true;
    }

    // What ManagerService does, with the manager's real parts.
    private async Task RunAsync(SimulatedProcess process)
    {
        var settings = Microsoft.Extensions.Options.Options.Create(options);
        var clock = new ProcessClock(world.Scheduler, process, Clock);
        var store = new SimulatedStore(world, _rows, process);
        var queue = new ManagerQueue();
        var events = new PipelineEvents(settings);
        var (taskWaiters, workWaiters) = (new EndWaiters<TaskId>(), new EndWaiters<WorkId>());
        var packages = new InMemoryPackageStore();
        var gate = new PackageGate(packages, store, new SimulatedLogger<PackageGate>(world));
        var artifacts = new ArtifactIntake(queue, packages, gate, settings, clock, new SimulatedLogger<ArtifactIntake>(world));
        using var secrets = new SecretKeys(Microsoft.Extensions.Options.Options.Create(new SecretOptions()));
        var sessions = new NodeSessions(queue, artifacts, new SecretCourier(secrets, queue, clock, new SimulatedLogger<SecretCourier>(world)), settings, new SimulatedLogger<NodeSessions>(world));
        var statistics = new ClusterStatistics(clock);
        var inputs = new InputRules(store);
        var effects = new EffectRunner(sessions, events, taskWaiters, workWaiters, gate, statistics, inputs);
        var loop = new ManagerLoop(queue, store, effects, sessions, settings, new CronosCalendar(clock), clock, new SimulatedLogger<ManagerLoop>(world));
        try
        {
            await loop.RestoreAsync(CancellationToken.None);
        }
        catch (Exception failure) when (failure.Message.StartsWith("Simulated", StringComparison.Ordinal))
        {
            // The host does not start, and whoever started it tries again.
            Kill("because it could not start");
            return;
        }

        world.Trace.Note("manager: is ready");
        Queue = queue;
        Door = new PipelineManager(queue, store, packages, gate, sessions, events, taskWaiters, workWaiters, new ChosenIds(), new FinishedRuns(), statistics, secrets, new RequestRules(settings), inputs);
        _sessions = sessions;
        await (_running = loop.RunAsync());
        if (!_isStopping) throw new ViolationException("loop", "The manager's loop has ended by itself.");
    }
}
