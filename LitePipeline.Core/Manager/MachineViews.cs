using LitePipeline.Core.Nodes;
using LitePipeline.Core.Scheduling;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Manager;

/// <summary>What the machine shows of itself.</summary>
internal static class MachineViews
{
    // A queue may hold a million; people and their tools want its beginning.
    private const int PendingShown = 1000;
    private const int UnplaceableShown = 100;

    public static ClusterView Cluster(NodeMachine nodes, SlotScheduler scheduler, long heldTasks)
    {
        var connected = Connected(nodes);
        var reasons = new PlacementReason(connected);
        return new ClusterView
        {
            Nodes = [.. connected.Select(node => Node(node))],
            Running = [.. connected.SelectMany(node => node.Running).OrderBy(action => action.StartedAt).Select(Running)],
            Pending = [.. scheduler.Waiting.Take(PendingShown).Select(entry => Waiting(entry.Action) with { Unplaceable = reasons.Of(entry.Requirement) })],
            PendingCount = scheduler.WaitingCount,
            HeldTasks = heldTasks,
        };
    }

    public static TaskView Task(TaskRun task, NodeMachine nodes) => new()
    {
        TotalActions = task.Graph is { } graph ? graph.Actions.Count + (task.EventAction is null ? 0 : 1) : 0,
        FinishedActions = task.Graph?.Succeeded ?? 0,
        Running = [.. task.Running.Select(Running)],
        Retrying = task.Retrying is { } retrying ? [.. retrying.OrderBy(action => action.History!.RetryAt).ThenBy(action => action.Ordinal).Select(Retrying)] : [],
        Unplaceable = [.. Unplaceable(task, nodes).Take(UnplaceableShown)],
        HeldBy = WaitingTasks.IsHeld(task) ? new RunningLimitView(task.Limit!.Most, task.Limit.Running + task.Limit.Queued.Count) : null,
    };

    private static NodeState[] Connected(NodeMachine nodes) => [.. nodes.Connected.OrderBy(node => node.JoinedAt)];

    private static NodeView Node(NodeState node) => new(node.Description, node.JoinedAt, node.Used.Slots)
    {
        UsedCpu = node.Used.MilliCpu / 1000.0,
        UsedMemory = node.Used.Memory,
        UsedGpu = node.Used.Gpu,
        Draining = node.Draining,
    };

    private static IEnumerable<ActionView> Unplaceable(TaskRun task, NodeMachine nodes)
    {
        var reasons = new PlacementReason(Connected(nodes));
        if (task.Waits)
        {
            // Any of its first actions may begin it.
            var why = WaitingTasks.RootRequirements(task).Select(reasons.Of).ToArray();
            if (why.All(reason => reason is not null)) yield return Waiting(new QueuedAction(task, null)) with { Unplaceable = why[0] };
            yield break;
        }

        IEnumerable<ActionRun> actions = task.EventAction is { } happening ? [happening] : task.Graph?.Actions ?? [];
        foreach (var action in actions)
        {
            if (action.IsQueued && reasons.Of(action.Requirement) is { } reason)
                yield return Waiting(new QueuedAction(task, action)) with { Unplaceable = reason };
        }
    }

    private static ActionView Running(ActionRun action) =>
        new(action.Task.Id, action.Task.Record.Work, action.Definition, action.Node!.Description, action.StartedAt) { Attempt = action.Attempt, Progress = action.Progress };

    private static ActionView Retrying(ActionRun action) =>
        new(action.Task.Id, action.Task.Record.Work, action.Definition, null, action.History!.Earlier[^1].EndedAt)
        {
            Attempt = action.Attempt,
            RetryAt = action.History.RetryAt,
            Reason = action.History.Earlier[^1].Failure?.Message,
        };

    private static ActionView Waiting(QueuedAction queued) =>
        new(queued.Task.Id, queued.Task.Record.Work, queued.Action?.Definition, null, queued.Task.State.UpdatedAt)
        {
            Attempt = queued.Action?.Attempt ?? 0,
            Reason = queued.Action?.History?.Earlier is [.., var latest] && latest.Attempt == queued.Action.Attempt ? latest.Failure?.Message : null,
        };
}
