using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Statistics;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using static LitePipeline.Hosting.Tests.Cluster.Applications;

namespace LitePipeline.Hosting.Tests.Cluster;

/// <summary>A task's graph and the cluster's statistics, as a real cluster tells them.</summary>
public class TaskGraphTests
{
    private const string Fan = """bash -c 'echo "{\"data\": {}, \"actions\": [{\"name\": \"part-1\", \"main\": \"true\", \"to_action\": \"join\"}, {\"name\": \"part-2\", \"main\": \"true\", \"to_action\": \"join\"}]}" > "$0/output.data"'""";

    [Theory]
    [InlineData(ClusterStore.InMemory)]
    [InlineData(ClusterStore.Sqlite)]
    public async Task A_task_that_has_generated_actions_is_told_whole_also_after_its_manager_was_killed(ClusterStore store)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.Store = store);
        var app = await cluster.DeployAsync(Of(Process("split", Fan), Process("join", "true", "split")));
        var task = await cluster.RunAsync(app);
        Assert.Equal(RunStatus.Success, task.Task.State.Status);
        await cluster.KillManagerAsync();
        await cluster.StartManagerAsync();
        var graph = await cluster.Manager.GetTaskGraphAsync(task.Task.Id);
        Assert.True(graph.IsWhole);
        Assert.Equal(["split", "join", "part-1", "part-2"], graph.Actions.Select(action => action.Name));
        Assert.Equal(["split", "part-1", "part-2"], graph.Actions[1].Condition);
        Assert.All(graph.Actions, action => Assert.True(action.ReadyAt <= Assert.Single(action.Attempts).StartedAt));
        await cluster.Manager.DeleteApplicationAsync(app);
        Assert.False((await cluster.Manager.GetTaskGraphAsync(task.Task.Id)).IsWhole);
        var unknown = new TaskId(Guid.NewGuid());
        Assert.Equal(ErrorCode.TaskNotExists, (await Assert.ThrowsAsync<RequestRefusedException>(() => cluster.Manager.GetTaskGraphAsync(unknown))).Code);
    }

    [Fact]
    public async Task What_ran_is_in_the_statistics()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var app = await cluster.DeployAsync(Of(Process("first", "true"), Process("second", "false", "first")));
        await cluster.RunAsync(app);
        var periods = (await cluster.Manager.GetStatisticsAsync(new StatisticsQuery { Span = StatisticsSpan.Day })).Periods;
        Assert.Equal((1, 2, 1, 1), (periods.Sum(p => p.TasksAccepted), periods.Sum(p => p.AttemptsStarted), periods.Sum(p => p.ActionsEnded.Success), periods.Sum(p => p.TasksEnded.Fail)));
        Assert.Equal((2, 2), (periods.Sum(p => p.Waited.Count), periods.Sum(p => p.Ran.Count)));
        Assert.Equal(2.0, (await cluster.Manager.GetStatisticsAsync(new StatisticsQuery { Node = (await cluster.Manager.GetClusterAsync()).Nodes.Single().Description.Id })).Periods[^1].Slots, 1.0);
    }

    [Fact]
    public async Task What_a_node_still_runs_is_told_when_it_is_back_and_takes_its_slots_again()
    {
        var (begun, gate) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.ConfigureNodeHost = node => node.AddAction("hold", (_, token) =>
        {
            begun.TrySetResult();
            return gate.Task.WaitAsync(token);
        }));
        var app = await cluster.DeployAsync(Of(Handler("hold", "hold")));
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "held"));
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var resumed = cluster.Manager.Events.OfType<PipelineEvent.ActionResumed>().Take(1).ToTask();
        cluster.CutAll();
        var started = (await cluster.Manager.GetTaskGraphAsync(task)).Actions.Single().Attempts.Single().StartedAt;
        Assert.Equal(started, (await resumed.WaitAsync(TimeSpan.FromSeconds(60))).StartedAt);

        await cluster.KillManagerAsync();
        await cluster.StartManagerAsync();
        await LitePipelineTestCluster.UntilAsync(
            async () => (await cluster.Manager.GetStatisticsAsync(new StatisticsQuery())).Periods[^1].MostUsedSlots == 1, "its slot counts");
        gate.SetResult();
        Assert.Equal(RunStatus.Success, (await cluster.Manager.WaitForTaskAsync(task)).Task.State.Status);
        Assert.Equal(1, (await cluster.Manager.GetStatisticsAsync(new StatisticsQuery())).Periods.Sum(period => period.Ran.Count));
    }
}
