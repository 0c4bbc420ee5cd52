using LitePipeline.Core.Nodes;
using LitePipeline.Core.Scheduling;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Manager;

/// <summary>What the machine shows of itself.</summary>
internal static class MachineViews
{
    // A queue may hold a million; people and their tools want its beginning.
    private const int PendingShown = 1000;

    public static ClusterView Cluster(NodeMachine nodes, SlotScheduler scheduler, long heldTasks)
    {
        var connected = nodes.Connected.OrderBy(node => node.JoinedAt).ToArray();
        return new ClusterView
        {
            Nodes = [.. connected.Select(node => new NodeView(node.Description, node.JoinedAt, node.UsedSlots))],
            Running = [.. connected.SelectMany(node => node.Running).OrderBy(action => action.StartedAt).Select(Running)],
            Pending = [.. scheduler.Waiting.Take(PendingShown).Select(Waiting)],
            PendingCount = scheduler.WaitingCount,
            HeldTasks = heldTasks,
        };
    }

    public static TaskView Task(TaskRun task) => new()
    {
        TotalActions = task.Graph is { } graph ? graph.Actions.Count + (task.EventAction is null ? 0 : 1) : 0,
        FinishedActions = task.Graph?.Succeeded ?? 0,
        Running = [.. task.Running.Select(Running)],
        Retrying = task.Retrying is { } retrying ? [.. retrying.OrderBy(action => action.History!.RetryAt).ThenBy(action => action.Ordinal).Select(Retrying)] : [],
        HeldBy = WaitingTasks.IsHeld(task) ? new RunningLimitView(task.Limit!.Most, task.Limit.Running + task.Limit.Queued.Count) : null,
    };

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
