using LitePipeline.Cli.Doctor.Reach;
using LitePipeline.Core.Manager;

namespace LitePipeline.Cli.Doctor.Cluster;

/// <summary>What waits, and whether it ever runs on the nodes there are.</summary>
internal sealed class WaitingCheck(ManagerAccess manager) : ClusterCheck(manager)
{
    public override string Name => "waiting";

    protected override IEnumerable<Finding> Look(ClusterView cluster)
    {
        // The manager names the first of what waits, and each reason is told once.
        foreach (var stuck in cluster.Pending.Where(action => action.Unplaceable is not null).GroupBy(action => action.Unplaceable))
            yield return Finding.Warning($"{Named(stuck.First())}{(stuck.Count() > 1 ? $" and {stuck.Count() - 1} more wait" : " waits")}: {stuck.Key}", "Start a node that has what is asked for, or change the application and stop the task.");
        if (cluster.HeldTasks > 0) yield return Finding.Ok($"{cluster.HeldTasks} tasks are held back by max_running_tasks of their application");
        yield return Finding.Ok($"{cluster.PendingCount} wait for a slot, {cluster.Running.Count} run");
    }

    private static string Named(ActionView action) => action.Action is { } known ? $"{known.Name} of task {action.Task}" : $"task {action.Task}";
}
