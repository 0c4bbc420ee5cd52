using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Storage;
using LitePipeline.Hosting.Pipelines;
using LitePipeline.Hosting.Tests.Cluster;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Hosting.Tests.Pipelines;

public class PipelineDeploymentTests
{
    private static PipelineDefinition<int, int> Times(int factor, string? version = null, int? most = null) => PipelineDefinition.Create<int, int>("times", pipeline =>
    {
        pipeline.Version = version;
        pipeline.MaxRunningTasks = most;
        pipeline.Description = $"at the most {most?.ToString() ?? "all"}";
        return pipeline.Action("times", pipeline.Input, (number, _) => number * factor);
    });

    private static async Task<(ApplicationRecord Application, IReadOnlyList<ApplicationVersionRecord> Versions)> DeployedAsync(IPipelineManager manager)
    {
        var application = Assert.Single((await manager.ListApplicationsAsync(new ApplicationQuery())).Items);
        return (application, (await manager.ListApplicationVersionsAsync(new ApplicationVersionQuery { Application = application.Id })).Items);
    }

    [Theory]
    [MemberData(nameof(ClusterTests.Kinds), MemberType = typeof(ClusterTests))]
    public async Task A_start_deploys_what_has_changed_and_nothing_else(ClusterTransport transport, ClusterStore store)
    {
        var current = Times(2, most: 3);
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            (o.Transport, o.Store) = (transport, store);
            o.ConfigureManagerHost = manager => manager.Services.AddPipeline(current);
            o.ConfigureNodeHost = node => node.Services.AddPipeline(current);
        });
        var (first, versions) = await DeployedAsync(cluster.Manager);
        Assert.Equal(("times", "at the most 3", 1), (first.Name, first.Description, versions.Count));

        // Its operator may call it otherwise: it stays the same application.
        await cluster.Manager.UpdateApplicationAsync(first.Id, new UpdatePackagedRequest("doubles"));
        await RestartAsync(cluster);
        Assert.Single((await DeployedAsync(cluster.Manager)).Versions);

        current = Times(2, most: 4);
        await RestartAsync(cluster);
        var (second, both) = await DeployedAsync(cluster.Manager);
        Assert.Equal((first.Id, "doubles", "at the most 4", 2), (second.Id, second.Name, second.Description, both.Count));

        // What comes back is the version that it was.
        current = Times(2, most: 3);
        await RestartAsync(cluster);
        var (third, still) = await DeployedAsync(cluster.Manager);
        Assert.Equal((first.Package, 2), (third.Package, still.Count));
        Assert.Equal(14, await cluster.Services.GetRequiredService<IPipeline<int, int>>().RunAsync(7));
    }

    [Fact]
    public async Task A_host_has_two_versions_and_a_task_runs_in_the_one_that_it_began_with()
    {
        var (old, now) = (Times(2), Times(10, version: "2"));
        PipelineDefinition<int, int>[] added = [old];
        await using var cluster = await LitePipelineTestCluster.StartAsync(o =>
        {
            o.Store = ClusterStore.Sqlite;
            o.ConfigureManagerHost = manager => { foreach (var pipeline in added) manager.Services.AddPipeline(pipeline); };
            o.ConfigureNodeHost = node => node.Services.AddPipeline(old).AddPipeline(now);
        });
        var application = (await DeployedAsync(cluster.Manager)).Application.Id;
        var before = await cluster.Services.GetRequiredService<IPipeline<int, int>>().SubmitAsync(7);
        Assert.Equal(14, await before.WaitAsync());

        added = [old, now];
        await RestartAsync(cluster);
        var pipeline = cluster.Services.GetRequiredService<IPipeline<int, int>>();
        Assert.Equal(70, await pipeline.RunAsync(7));
        Assert.Equal(14, await pipeline.Find(before.Task).WaitAsync());
        Assert.Equal(2, (await DeployedAsync(cluster.Manager)).Versions.Count);
        Assert.Equal(application, (await DeployedAsync(cluster.Manager)).Application.Id);
    }

    [Fact]
    public async Task Hosts_that_deploy_at_once_make_one_application()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.ConfigureNodeHost = node => node.Services.AddPipeline(Times(3)));
        var hosts = Enumerable.Range(0, 8).Select(_ => new ServiceCollection().AddSingleton(cluster.Manager).AddPipeline(Times(3)).BuildServiceProvider()).ToArray();
        var results = await Task.WhenAll(hosts.Select(host => host.GetRequiredService<IPipeline<int, int>>().RunAsync(5)));
        Assert.All(results, result => Assert.Equal(15, result));
        Assert.Single((await DeployedAsync(cluster.Manager)).Versions);
        foreach (var host in hosts) await host.DisposeAsync();
    }

    [Fact]
    public void A_pipelines_id_follows_from_its_name_and_is_none_of_the_managers_own()
    {
        Assert.Equal(PipelineDeployments.IdOf("flights"), PipelineDeployments.IdOf("flights"));
        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(number => PipelineDeployments.IdOf($"p{number}")).Distinct().Count(id => !DerivedId.IsOne(id.Value)));
    }

    private static async Task RestartAsync(LitePipelineTestCluster cluster)
    {
        await cluster.KillManagerAsync();
        await cluster.StartManagerAsync();
    }
}
