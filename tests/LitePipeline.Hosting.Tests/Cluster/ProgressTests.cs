using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;
using static LitePipeline.Hosting.Tests.Cluster.Applications;

namespace LitePipeline.Hosting.Tests.Cluster;

public class ProgressTests
{
    [Fact]
    public async Task A_tasks_info_has_the_latest_progress_of_the_attempt_that_runs()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var go = Path.Combine(cluster.Folder, "go");
        var script = $$"""
            bash -c '
            tell() { echo "{\"fraction\": $1, \"message\": \"$2\"}" >> "$0/progress.data"; }
            wait() { until [ -e {{go}}-$1 ]; do sleep 0.01; done; }
            [ $LITEPIPELINE_ATTEMPT = 2 ] && wait 3 && exit 0
            tell 0.25 begun; wait 1; tell 0.5 half; wait 2; exit 1'
            """;
        var app = await cluster.DeployAsync(Of(Process("count", script) with { Retry = new RetryDefinition(2) }));
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "count"));

        async Task<ActionView?> RunningAsync() => (await cluster.Manager.GetTaskAsync(task)).Live?.Running.SingleOrDefault();
        await LitePipelineTestCluster.UntilAsync(async () => (await RunningAsync())?.Progress == new ProgressLine(0.25, "begun"), "it has told once");
        File.WriteAllText($"{go}-1", "");
        await LitePipelineTestCluster.UntilAsync(async () => (await RunningAsync())?.Progress == new ProgressLine(0.5, "half"), "it has told again");
        Assert.Equal(0.5, (await cluster.Manager.GetClusterAsync()).Running.Single().Progress!.Value.Fraction);
        File.WriteAllText($"{go}-2", "");
        await LitePipelineTestCluster.UntilAsync(async () => await RunningAsync() is { Attempt: 2 }, "the second attempt runs");
        Assert.Null((await RunningAsync())!.Progress);
        File.WriteAllText($"{go}-3", "");
        Assert.Equal(RunStatus.Success, (await cluster.Manager.WaitForTaskAsync(task)).Task.State.Status);
    }
}
