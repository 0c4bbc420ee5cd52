using LitePipeline.Core;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Manager;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using static LitePipeline.Hosting.Tests.Cluster.Applications;

namespace LitePipeline.Hosting.Tests.Cluster;

public class WorkspaceTests
{
    private static bool HasWorkspaces(TestNode node, Guid id) =>
        Directory.Exists(Path.Combine(node.Folder, "workspaces"))
        && Directory.EnumerateDirectories(Path.Combine(node.Folder, "workspaces"), id.ToString(), SearchOption.AllDirectories).Any();

    private static Task<LitePipelineTestCluster> StartAsync() => LitePipelineTestCluster.StartAsync(o =>
    {
        (o.Nodes, o.SlotsPerNode) = (2, 2);
        o.ConfigureManager = manager => manager.NodeReturnTimeout = TimeSpan.FromMilliseconds(200);
    });

    // Two at once, so that both nodes get a part.
    private static async Task<TaskId> RunOnBothAsync(LitePipelineTestCluster cluster)
    {
        var both = Path.Combine(cluster.Folder, Guid.NewGuid().ToString("N"));
        var waits = $"bash -c 'touch {both}-$LITEPIPELINE_ACTION; until [ $(ls {both}-* | wc -l) = 4 ]; do sleep 0.01; done'";
        var ended = await cluster.RunAsync(await cluster.DeployAsync(Of([.. Enumerable.Range(0, 4).Select(i => Process($"a{i}", waits))])));
        Assert.True(ended.Task.State.Status == RunStatus.Success, ended.Task.State.Message);
        Assert.All(cluster.Nodes, node => Assert.True(HasWorkspaces(node, ended.Task.Id.Value)));
        return ended.Task.Id;
    }

    [Fact]
    public async Task Deleting_a_task_removes_its_workspaces_on_every_node()
    {
        await using var cluster = await StartAsync();
        var (deleted, kept) = (await RunOnBothAsync(cluster), await RunOnBothAsync(cluster));
        await cluster.Manager.DeleteTaskAsync(deleted);
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(!cluster.Nodes.Any(node => HasWorkspaces(node, deleted.Value))), "both parts have gone");
        Assert.All(cluster.Nodes, node => Assert.True(HasWorkspaces(node, kept.Value)));
        Assert.Empty(await cluster.Manager.DeleteWorkspacesAsync([kept]));
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(!cluster.Nodes.Any(node => HasWorkspaces(node, kept.Value))), "the other task's have gone too");
        Assert.Equal(RunStatus.Success, (await cluster.Manager.GetTaskAsync(kept)).Task.State.Status);
    }

    [Fact]
    public async Task A_node_that_was_away_is_told_when_it_is_back()
    {
        await using var cluster = await StartAsync();
        var task = await RunOnBothAsync(cluster);
        await cluster.KillNodeAsync(1);
        await cluster.Manager.DeleteTaskAsync(task);
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(!HasWorkspaces(cluster.Nodes[0], task.Value)), "the part of the node that is there has gone");
        Assert.True(HasWorkspaces(cluster.Nodes[1], task.Value));
        await cluster.StartNodeAsync(1);
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(!HasWorkspaces(cluster.Nodes[1], task.Value)), "the other part has gone");
    }

    [Fact]
    public async Task A_removed_service_leaves_nothing_on_the_nodes()
    {
        await using var cluster = await StartAsync();
        var app = await cluster.DeployAsync(Of(Process("serve", "bash -c 'touch $0/mine; sleep 1000'")));
        var (service, queue) = (new ServiceId(Guid.NewGuid()), cluster.Services.GetRequiredService<ManagerQueue>());
        await queue.AskAsync(new ManagerInput.CreateService(service, new ServiceContent("service", "", app, JsonData.EmptyObject, StopSignal.Terminate, Enabled: true)), default);
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(cluster.Nodes.Any(node => File.Exists(Path.Combine(node.Folder, "workspaces", "services", service.ToString(), "serve", "mine")))), "the service runs");
        await queue.AskAsync(new ManagerInput.DeleteService(service), default);
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(!cluster.Nodes.Any(node => HasWorkspaces(node, service.Value))), "its workspace has gone");
    }
}
