using System.Text.Json;
using LitePipeline.Core.Tasks;

namespace LitePipeline.EndToEnd.Tests;

public class LimitTests
{
    [Fact]
    public async Task A_node_holds_actions_to_their_resources_and_cleans_up_after_its_own_crash()
    {
        using var cluster = await ProcessCluster.StartAsync();
        var node = (await cluster.Manager.GetClusterAsync()).Nodes.Single().Description;
        Assert.Equal(node.Limits, (await cluster.AskAsync("cluster", "info")).GetProperty("info").GetProperty("nodes")[0].GetProperty("limits").GetString());
        if (node.Limits != "enforced")
        {
            // What such a machine is told is all that there is to see on it.
            Assert.Matches("^(not enforced|enforced in part): .+", node.Limits);
            return;
        }

        var hog = await cluster.DeployAsync("hog", ProcessCluster.OnlyAction("python3 hog.py", """, "resources": {"memory": "64m", "cpu": 1}"""), ("hog.py", "x = b'x' * (400 << 20)"));
        var (code, printed) = await cluster.RunAsync("task", "run", "-a", $"{hog}", "-n", "job", "-q", "--json");
        Assert.True(code == 10, printed);
        Assert.Contains("needed more memory than it may have: its resources.memory is 67,108,864 bytes", printed, StringComparison.Ordinal);
        Assert.Empty(Groups(node.Id.ToString()));

        var left = await cluster.DeployAsync("left", ProcessCluster.OnlyAction($"bash left.sh {cluster.In("pid")}", """, "resources": {"memory": "64m", "cpu": 0.5}"""), ("left.sh", "env -i setsid sleep 605 & echo $! > $1; exec env -i sleep 606"));
        await cluster.UntilTaskAsync(await cluster.TaskAsync(left), RunStage.Running);
        await ProcessCluster.UntilAsync(() => cluster.Lines("pid").Length == 1, "the action's child runs");
        cluster.KillNode("node-1");
        Assert.NotEmpty(Groups(node.Id.ToString()));
        Assert.True(Directory.Exists($"/proc/{cluster.Lines("pid")[0]}"));

        await cluster.StartNodeAsync("node-1");
        Assert.False(Directory.Exists($"/proc/{cluster.Lines("pid")[0]}") && File.ReadAllText($"/proc/{cluster.Lines("pid")[0]}/cgroup").Contains(node.Id.ToString(), StringComparison.Ordinal));
        await ProcessCluster.UntilAsync(() => cluster.Lines("pid").Length == 1 && Groups(node.Id.ToString()).Count > 0, "the action runs again, in a group");
        foreach (var task in (await cluster.Manager.ListTasksAsync(new() { Stage = RunStage.Running })).Items) await cluster.Manager.StopTaskAsync(task.Id);
        await ProcessCluster.UntilAsync(() => Groups(node.Id.ToString()).Count == 0, "no group is left");
    }

    private static List<string> Groups(string node) => [.. Directory.EnumerateDirectories("/sys/fs/cgroup", $"litepipeline-{node}", SearchOption.AllDirectories)];
}
