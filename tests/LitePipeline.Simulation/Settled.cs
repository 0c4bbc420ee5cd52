using LitePipeline.Core.Manager;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Simulation;

/// <summary>What must be true once nothing goes wrong any more and time enough has passed.</summary>
internal sealed class Settled(World world)
{
    /// <summary>Whether all that was begun has ended.</summary>
    public bool IsOver =>
        world.History.Tasks.Values.All(task => task.IsFinished) && world.History.Works.Values.All(work => work.IsFinished)
        && world.History.Schedules.Values.All(schedule => !schedule.Enabled || schedule.State.Queued.IsDefaultOrEmpty) && world.Nodes.All(node => node.Processes.Running.Count == 0 && node.HeldOnDisk == 0);

    /// <summary>Each enabled service has one live task, or the moment of the next one.</summary>
    public void CheckServices()
    {
        foreach (var service in world.History.Services.Values)
        {
            var live = world.History.Tasks.Values.Where(task => task.Record.Service == service.Id && !task.IsFinished).ToArray();
            if (service.Enabled) Check(live.Length == 1 || service.State.RestartAt is not null, "service", $"The service {service.Id} is enabled and has {live.Length} live tasks: {service.State}.");
            else Check(live.Length == 0 || live.All(task => task.State.StopSignal is not null), "service", $"The service {service.Id} is disabled and its task {live.FirstOrDefault()?.Record.Id} lives.");
        }
    }

    public void Check(ClusterView cluster)
    {
        foreach (var task in world.History.Tasks.Values)
            Check(task.IsFinished, "final", $"The task {task.Record.Id} never ends: {task.State}, {string.Join(", ", task.Actions.Values.Select(row => $"{row.Name}#{row.Attempt} {row.Stage} {row.RetryAt}"))}");
        foreach (var work in world.History.Works.Values) Check(work.IsFinished, "final", $"The work {work.Record.Id} never ends: {work.State}.");
        foreach (var task in world.Crowd.PromisedTasks) Check(world.History.Tasks.ContainsKey(task) || world.History.WasRemoved(task), "promise", $"The task {task} was accepted and is gone.");
        foreach (var work in world.Crowd.PromisedWorks) Check(world.History.Works.ContainsKey(work) || world.History.WasRemoved(work), "promise", $"The work {work} was accepted and is gone.");
        CheckNodes(cluster);
        foreach (var (task, _) in world.Crowd.Waiting.Where(wait => wait.Manager == world.Manager.Process))
            Check(!world.History.Tasks.ContainsKey(task), "wait", $"Somebody waits for the end of the task {task}, which has ended.");
    }

    private void CheckNodes(ClusterView cluster)
    {
        Check(cluster.Running.Count == 0 && cluster.PendingCount == 0 && cluster.HeldTasks == 0, "books", $"All has ended, and the manager has {cluster.Running.Count} running, {cluster.PendingCount} pending and {cluster.HeldTasks} held.");
        foreach (var node in world.Nodes)
        {
            Check(node.Processes.Running.Count == 0, "orphan", $"{node.Name} still runs {string.Join(", ", node.Processes.Running.Select(process => process.Assignment.Attempt))}.");
            Check(node.HeldOnDisk == 0, "outbox", $"{node.Name} holds {node.HeldOnDisk} results that nobody has acknowledged.");
            var view = cluster.Nodes.FirstOrDefault(view => view.Description.Id == node.Id);
            Check(view is not null, "away", $"{node.Name} has not come back.");
            Check(view!.UsedSlots == 0 && view.UsedCpu == 0, "slots", $"{node.Name} has {view.UsedSlots} slots taken though nothing runs.");
        }
    }

    private static void Check(bool holds, string rule, string message)
    {
        if (!holds) throw new ViolationException(rule, message);
    }
}
