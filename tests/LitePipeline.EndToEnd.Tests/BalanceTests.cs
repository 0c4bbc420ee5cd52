using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using Xunit.Abstractions;

namespace LitePipeline.EndToEnd.Tests;

public class BalanceTests(ITestOutputHelper output)
{
    private const int Tasks = 300;

    [Fact]
    public async Task Three_nodes_share_uneven_tasks_as_their_slots_are()
    {
        using var cluster = await ProcessCluster.StartAsync(nodes: 0);
        int[] slots = [1, 2, 3];
        await Task.WhenAll(slots.Select(count => cluster.StartNodeAsync($"node-{count}", count)));
        await cluster.UntilNodesAsync(3);
        // None to a fifth of a second: the process's number is as good as a die.
        var app = await cluster.DeployAsync("uneven", ProcessCluster.OnlyAction("sh -c 'sleep 0.$(($$ % 3))'"));
        await Parallel.ForAsync(0, Tasks, async (number, cancellationToken) => await cluster.Manager.SubmitTaskAsync(new(app, $"task-{number}"), cancellationToken));
        await ProcessCluster.UntilAsync(async () => (await cluster.Manager.ListTasksAsync(new TaskQuery { Status = RunStatus.Success, Limit = 1 })).Total == Tasks, "all have succeeded");

        var actions = (await cluster.Manager.ListActionsAsync(new() { Tasks = [.. (await cluster.Manager.ListTasksAsync(new())).Items.Select(task => task.Id)] })).Items;
        var (begun, ended) = (actions.Min(action => action.StartedAt!.Value), actions.Max(action => action.EndedAt!.Value));
        foreach (var node in (await cluster.Manager.GetClusterAsync()).Nodes.Select(node => node.Description).OrderBy(node => node.Slots))
        {
            var own = actions.Where(action => action.Node == node.Id).ToArray();
            var busy = own.Sum(action => (action.EndedAt!.Value - action.StartedAt!.Value).TotalSeconds) / (node.Slots * (ended - begun).TotalSeconds);
            output.WriteLine($"{node.Name}: {node.Slots} slots, {own.Length} tasks ({own.Length * 100.0 / Tasks:0} %), slots busy {busy:P0} of {(ended - begun).TotalSeconds:0.0} s");
            var fair = Tasks * node.Slots / slots.Sum();
            Assert.InRange(own.Length, fair * 2 / 3, fair * 3 / 2);
        }
    }
}
