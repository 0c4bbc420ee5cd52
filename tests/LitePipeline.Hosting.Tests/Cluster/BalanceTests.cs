using LitePipeline.Core;
using LitePipeline.Core.Events;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;
using static LitePipeline.Hosting.Tests.Cluster.Applications;

namespace LitePipeline.Hosting.Tests.Cluster;

public class BalanceTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, int> Slots = new() { ["node-0"] = 2, ["node-1"] = 3, ["node-2"] = 4 };

    [Fact]
    public async Task Three_hundred_uneven_tasks_keep_every_slot_of_three_nodes_busy()
    {
        const int count = 300;
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            o.Nodes = 3;
            o.ConfigureNode = node => node.Slots = Slots[node.Name];
            o.ConfigureNodeHost = node => node.AddAction("work", async (context, cancellationToken) =>
                await Task.Delay(TimeSpan.FromMilliseconds(context.Input.ToElement().GetProperty("milliseconds").GetInt32()), TimeProvider.System, cancellationToken));
        });
        var app = await cluster.DeployAsync(Of(Handler("work", "work")));
        var life = new Life(count, Slots.Values.Sum());
        using var subscription = cluster.Manager.Events.Subscribe(life);
        // The first ones are long, so that the others wait behind them; then short and long ones mixed.
        await Task.WhenAll(Enumerable.Range(0, count).Select(i =>
            cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, $"task {i}", JsonData.From(new { milliseconds = i < Slots.Values.Sum() ? 300 : i * 7919 % 60 })))));
        await life.Ended.WaitAsync(TimeSpan.FromSeconds(120));

        var names = (await cluster.Manager.GetClusterAsync()).Nodes.ToDictionary(node => node.Description.Id, node => node.Description.Name);
        var tasks = (await cluster.Manager.ListTasksAsync(new())).Items;
        Assert.All(tasks, task => Assert.Equal(RunStatus.Success, task.State.Status));
        var actions = (await cluster.Manager.ListActionsAsync(new() { Tasks = [.. tasks.Select(task => task.Id)] })).Items;
        foreach (var (name, slots) in Slots)
        {
            var share = actions.Count(action => names[action.Node!.Value] == name);
            var fair = count * slots / (double)Slots.Values.Sum();
            output.WriteLine($"{name}: {slots} slots, {share} of {count} tasks (by its slots: {fair:F0})");
            Assert.InRange(share, fair * 0.6, fair * 1.4);
        }

        output.WriteLine($"While work waited, the fewest slots in use between two decisions: {life.FewestBusy} of {Slots.Values.Sum()}.");
        Assert.Equal(Slots.Values.Sum(), life.FewestBusy);
    }

    [Fact]
    public async Task Nodes_that_are_equally_free_are_chosen_in_turn()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            o.Nodes = 3;
            o.ConfigureNodeHost = node => node.AddAction("nothing", (_, _) => Task.CompletedTask);
        });
        var app = await cluster.DeployAsync(Of(Handler("a", "nothing")));
        var nodes = new List<Core.Nodes.NodeId>();
        for (var i = 0; i < 12; i++) nodes.Add((await cluster.RunAsync(app)).Actions.Single().Node!.Value);
        Assert.Equal([4, 4, 4], nodes.CountBy(node => node).Select(node => node.Value));
        Assert.All(Enumerable.Range(0, 10), i => Assert.Equal(3, nodes.Skip(i).Take(3).Distinct().Count()));
    }

    /// <summary>Counts along with the events. All that one decision led to comes in a row: a slot that becomes free is given away before anything else happens.</summary>
    private sealed class Life(int count, int slots) : IObserver<PipelineEvent>
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _accepted, _started, _finished;

        public int FewestBusy { get; private set; } = slots;

        public Task Ended => _ended.Task;

        public void OnNext(PipelineEvent value)
        {
            switch (value)
            {
                case PipelineEvent.TaskAccepted: _accepted++; break;
                case PipelineEvent.ActionStarted: _started++; break;
                // The end of another action is another decision: what the last one left free stayed free until now.
                case PipelineEvent.ActionFinished:
                    if (_accepted > _started) FewestBusy = Math.Min(FewestBusy, _started - _finished);
                    _finished++;
                    break;
                case PipelineEvent.TaskFinished when _finished == count: _ended.TrySetResult(); break;
            }
        }

        public void OnError(Exception error) => _ended.TrySetException(error);

        public void OnCompleted() => _ended.TrySetCanceled();
    }
}
