using LitePipeline.Core.Tasks;

namespace LitePipeline.EndToEnd.Tests;

public class WorkspaceTests
{
    [Fact]
    public async Task What_actions_wrote_on_two_nodes_is_downloaded_through_the_manager_and_deleted_on_both()
    {
        using var cluster = await ProcessCluster.StartAsync(nodes: 2);
        var app = await cluster.DeployAsync("marks", """
            {"actions": [{"name": "left", "main": "sh mark.sh"}, {"name": "right", "main": "sh mark.sh"}], "output_action": "left"}
            """, ("mark.sh", """mkdir "$1/deep"; pwd > "$1/deep/mark" """));
        var nodes = (await cluster.Manager.GetClusterAsync()).Nodes.ToDictionary(node => node.Description.Name, node => node.Description.Id);
        var task = await cluster.TaskAsync(app, "-i", $$$"""{"target_env": {"left": {"node_id": "{{{nodes["node-1"]}}}"}, "right": {"node_id": "{{{nodes["node-2"]}}}"} } }""");
        await cluster.UntilTaskAsync(task, RunStage.Finished);

        foreach (var (action, node) in (IEnumerable<(string, string)>)[("left", "node-1"), ("right", "node-2")])
        {
            var (code, printed) = await cluster.RunAsync("workspace", "download", "-t", $"{task}", "-n", action);
            Assert.True(code == 0, printed);
            var mark = await cluster.MustAsync("tar", "xzOf", $"{task}.{action}.tar.gz", "--wildcards", "*/deep/mark");
            Assert.StartsWith(cluster.In(node), mark.TrimStart(), StringComparison.Ordinal);
            Assert.Single(Workspaces(cluster, node, task));
        }

        await cluster.AskAsync("workspace", "delete", "-t", $"{task}");
        await ProcessCluster.UntilAsync(() => !Workspaces(cluster, "node-1", task).Concat(Workspaces(cluster, "node-2", task)).Any(), "no node has a part of it");
        var refused = await cluster.RunAsync("workspace", "download", "-t", $"{task}", "-n", "left");
        Assert.True(refused.ExitCode == 1, refused.Printed);
        Assert.Equal(RunStatus.Success, (await cluster.Manager.GetTaskAsync(task)).Task.State.Status);
    }

    private static IEnumerable<string> Workspaces(ProcessCluster cluster, string node, TaskId task) =>
        Directory.EnumerateDirectories(cluster.In(node), $"{task}*", SearchOption.AllDirectories);
}
