using System.Globalization;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Manager;
using LitePipeline.Hosting.Node;
using LitePipeline.Simulation.Faults;
using LitePipeline.Simulation.History;
using LitePipeline.Simulation.Network;
using LitePipeline.Simulation.Processes;
using LitePipeline.Simulation.Time;
using LitePipeline.Simulation.Users;

namespace LitePipeline.Simulation;

/// <summary>A cluster with its machines, network, users and faults, all of one seed.</summary>
internal sealed class World
{
    private readonly ulong _seed;
    private readonly List<Connection> _connections = [];
    private readonly Dictionary<NodeId, List<TimeSpan>> _left = [];
    private readonly Dictionary<NodeId, TimeSpan> _removed = [];
    private TimeSpan? _managerClockJumped, _startedOver;

    public World(SimulationOptions options, IReadOnlyList<NodeData> disks)
    {
        _seed = (ulong)options.Seed * 0x9E3779B97F4A7C15;
        // Streams of their own, so that what one of them decides changes as little as can be of the others.
        Random = new Random(options.Seed);
        Scheduler = new Scheduler(new Random(options.Seed ^ 0x5EED));
        Trace = new Trace(Scheduler, options.Keeps);
        Keeps = options.Keeps;
        Sabotage = options.Sabotage;
        GivesIdsAgain = options.GivesIdsAgain;
        Faults = new FaultPlan(new Random(options.Seed ^ 0xFA17), options.Without);
        Scheduler.Starving = () => Faults.Strikes(FaultKind.ThreadStarved, 400) ? Between(0.001, 3) : TimeSpan.Zero;
        Chaos = new Chaos(this, new Random(options.Seed ^ 0xC4A0));
        History = new StoreHistory(this);
        Manager = new SimulatedManager(this, new ManagerOptions
        {
            NodeReturnTimeout = TimeSpan.FromSeconds(Random.Next(2) == 0 ? 10 : 45),
            StopGracePeriod = TimeSpan.FromSeconds(Random.Next(1, 10)),
            MaxLostAttempts = Random.Next(4) == 0 ? 2 : 50,
            CommitRetryTime = TimeSpan.FromSeconds(Random.Next(2) == 0 ? 30 : 2),
            ScheduleLateness = TimeSpan.FromSeconds(Random.Next(2) == 0 ? 60 : 5),
        });
        var nodes = 1 + Random.Next(disks.Count);
        for (var i = 0; i < nodes; i++) Nodes.Add(new SimulatedNode(this, disks[i], i + 1, 1 + Random.Next(4)));
        Crowd = new Crowd(this, new Random(options.Seed ^ 0xC0D));
    }

    public Random Random { get; }

    public Scheduler Scheduler { get; }

    public Trace Trace { get; }

    /// <summary>Whether every line of the trace is kept.</summary>
    public bool Keeps { get; }

    public Sabotage Sabotage { get; }

    /// <summary>Whether tasks are submitted under the ids of removed ones, too.</summary>
    public bool GivesIdsAgain { get; }

    public FaultPlan Faults { get; }

    public Chaos Chaos { get; }

    public StoreHistory History { get; }

    public SimulatedManager Manager { get; }

    public List<SimulatedNode> Nodes { get; } = [];

    public Crowd Crowd { get; }

    public int MostSlots => Nodes.Max(node => node.Slots);

    /// <summary>The first promise that was broken; null while none was.</summary>
    public Violation? Violation { get; private set; }

    public IEnumerable<Connection> Connections => _connections.Where(connection => !connection.IsOver).ToArray();

    public IEnumerable<Connection> ConnectionsOf(NodeId node) => Connections.Where(connection => connection.Node.Id == node);

    public TimeSpan Between(double least, double most) => TimeSpan.FromSeconds(least + Random.NextDouble() * (most - least));

    public void Log(string line) => Trace.Note(line);

    public void Fail(Violation violation) => Violation ??= violation;

    public void Promise(bool kept, string message)
    {
        if (!kept) Fail(new Violation("promise", message));
    }

    public void CheckThread() => Scheduler.CheckThread();

    /// <summary>Begins something in a process that must not fail.</summary>
    public void Go(SimulatedProcess process, Func<Task> run, string what) => process.Run(() => _ = WatchAsync(run, what));

    private async Task WatchAsync(Func<Task> run, string what)
    {
        try
        {
            await run();
        }
        catch (ViolationException violation)
        {
            Fail(violation.Violation);
        }
        catch (Exception failure)
        {
            Fail(new Violation("crash", $"{what}: {failure}"));
        }
    }

    public Behaviour BehaviourOf(ActionAssignment assignment) => Behaviour.Of(_seed, assignment.Attempt, assignment.Action, assignment.Service is not null);

    public void Connected(Connection connection)
    {
        _connections.RemoveAll(connection => connection.IsOver);
        _connections.Add(connection);
        Trace.Note($"{connection.Node.Name} is connected");
    }

    public void Ended(IEnd end)
    {
        if (end is not NodeChannel { HasJoined: true } channel) return;
        // When the manager starts over it has left all nodes at that moment, whenever their connections are closed.
        if (Scheduler.Now - _startedOver < TimeSpan.FromSeconds(10)) return;
        if (!_left.TryGetValue(channel.Id, out var moments)) _left[channel.Id] = moments = [];
        moments.Add(Scheduler.Now);
    }

    /// <summary>The manager makes its machine anew from the store.</summary>
    public void StartsOver() => _startedOver = Scheduler.Now;

    /// <summary>A node is removed from the cluster, and joins again by itself.</summary>
    public void Remove(SimulatedNode node)
    {
        _removed[node.Id] = Scheduler.Now;
        Crowd.Door.Ask($"remove {node.Name}", (door, _) => door.RemoveNodeAsync(node.Id));
    }

    /// <summary>Whether the manager's clock was ever put back: what was due may then be recorded before its moment.</summary>
    public bool ClockWentBack { get; private set; }

    public void ManagerClockJumps(TimeSpan by)
    {
        Manager.Clock.Offset += by;
        ClockWentBack |= by < TimeSpan.Zero;
        _managerClockJumped = Scheduler.Now;
    }

    /// <summary>Whether a node had been heard of, at a moment by the manager's clock, more lately than the manager waits for one that is away; or is there.</summary>
    public bool WasHereLately(SimulatedNode node, DateTimeOffset moment)
    {
        var unsure = Scheduler.Now - TimeSpan.FromMinutes(3);
        if (_removed.TryGetValue(node.Id, out var removed) && removed > unsure || _managerClockJumped > unsure) return false;
        var decided = moment - ProcessClock.Epoch - Manager.Clock.Offset;
        if (_connections.Any(connection => connection.Node.Id == node.Id && !connection.AtManager.IsOver && connection.AtManager.SpokenAt <= decided)) return true;
        var left = _left.GetValueOrDefault(node.Id)?.Where(at => at <= decided).DefaultIfEmpty().Max() ?? default;
        var since = left > Manager.StartedAt ? left : Manager.StartedAt;
        return decided - since < Manager.Options.NodeReturnTimeout - TimeSpan.FromMilliseconds(100);
    }

    /// <summary>Whether no connection takes a message: it is so each time that it is tried.</summary>
    public bool IsTooLarge(object message)
    {
        if (message is not NodeMessage.ActionFinished { Result.Succeeded: true } finished || !Behaviour.IsLarge(finished.Attempt) || !Faults.Kinds.Contains(FaultKind.ResultTooLarge)) return false;
        Faults.Count(FaultKind.ResultTooLarge);
        return true;
    }

    /// <summary>A message is about to leave; false where its sender is killed before it does.</summary>
    public bool Sending(IEnd from, object message)
    {
        if (from is NodeChannel channel)
        {
            if (Faults.Strikes(FaultKind.ManagerKilledAtEffect, 400))
            {
                Manager.Kill("between two effects");
                return false;
            }

            channel.SpokenAt ??= Scheduler.Now;
            Trace.Note($"manager to {channel.Node.Name}: {Describe(message)}");
        }
        else Trace.Note($"{from.Process.Name}: {Describe(message)}");
        return true;
    }

    /// <summary>A message has arrived.</summary>
    public void Arriving(IEnd at, object message, Action<object> take)
    {
        if (at is NodeChannel channel) channel.HasJoined |= message is NodeMessage.Join;
        else
        {
            take(message);
            return;
        }

        if (Sabotage == Sabotage.NoFencing && message is NodeMessage.ActionFinished finished && TakeForCurrent(finished)) return;
        if (Sabotage == Sabotage.NoReadoption && message is NodeMessage.Join join) message = join with { Running = [] };
        take(message);
        // The transport gives each message once; a node that repeats one is not forbidden.
        if (message is NodeMessage.ActionFinished && Faults.Strikes(FaultKind.MessageDoubled, 20)) take(message);
    }

    // A late result is given to the manager as if the node that has the current attempt had said it of that one.
    private bool TakeForCurrent(NodeMessage.ActionFinished late)
    {
        if (History.Tasks.GetValueOrDefault(late.Attempt.Task)?.Actions.GetValueOrDefault(late.Attempt.Action) is not { Stage: RunStage.Running } row || row.Attempt == late.Attempt.Attempt) return false;
        if (ConnectionsOf(row.Node!.Value).FirstOrDefault() is not { } connection) return false;
        connection.AtManager.Take(late with { Attempt = late.Attempt with { Attempt = row.Attempt } });
        return true;
    }

    private static string Describe(object message) => message switch
    {
        ManagerMessage.RunAction run => $"run {run.Assignment.Attempt}",
        ManagerMessage.StopAction stop => $"stop {stop.Attempt} by {stop.Signal}",
        ManagerMessage.AcknowledgeResult acknowledged => $"acknowledge {acknowledged.Attempt}",
        ManagerMessage.DiscardAttempt discard => $"discard {discard.Attempt}",
        NodeMessage.Join join => $"join, running {string.Join(" ", join.Running)}, finished {string.Join(" ", join.Finished)}",
        NodeMessage.ActionFinished finished => $"{finished.Attempt} finished {finished.Result.Failure?.Kind.ToString() ?? "well"} {finished.Result.ReturnCode?.ToString(CultureInfo.InvariantCulture)}",
        _ => message.GetType().Name,
    };
}
