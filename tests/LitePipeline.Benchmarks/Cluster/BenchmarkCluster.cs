using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Hosting;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Benchmarks.Cluster;

/// <summary>A manager and a node in this process with an action that does nothing, one that generates, and OS processes.</summary>
internal static class BenchmarkCluster
{
    public static Task<LitePipelineTestCluster> StartAsync(ClusterStore store, ClusterTransport transport, int slots, int nodes = 1) =>
        LitePipelineTestCluster.StartAsync(o =>
        {
            (o.Store, o.Transport, o.SlotsPerNode, o.Nodes) = (store, transport, slots, nodes);
            o.ConfigureNode = node => node.DurableResults = transport == ClusterTransport.Tcp;
            o.ConfigureNodeHost = AddActions;
        });

    public static void AddActions(ILitePipelineNodeBuilder node) => node
        .AddAction("nothing", static (_, _) => Task.CompletedTask)
        .AddAction("fan", static (context, _) =>
        {
            var parts = context.Input.ToElement().GetProperty("parts").GetInt32();
            for (var i = 0; i < parts; i++) context.AddAction(new ActionDefinition { Name = $"part-{i}", Handler = "nothing", ToAction = "join" });
            return Task.CompletedTask;
        });

    public static ApplicationDefinition Single { get; } = Chain(1);

    public static ApplicationDefinition Chain(int length) => new()
    {
        Actions = [.. Enumerable.Range(0, length).Select(i => new ActionDefinition { Name = $"step-{i}", Handler = "nothing", Condition = i == 0 ? [] : [$"step-{i - 1}"] })],
        OutputAction = $"step-{length - 1}",
    };

    public static ApplicationDefinition Fan { get; } = new()
    {
        Actions = [new ActionDefinition { Name = "split", Handler = "fan" }, new ActionDefinition { Name = "join", Handler = "nothing", Condition = ["split"] }],
        OutputAction = "join",
    };

    public static ApplicationDefinition Process(string main) => new()
    {
        Actions = [new ActionDefinition { Name = "run", Main = main }],
        OutputAction = "run",
    };

    /// <summary>Submits so many tasks from a few callers at once and waits until all have finished.</summary>
    public static async Task RunManyAsync(IPipelineManager manager, AppId app, int count, int callers)
    {
        using var finished = new FinishedTasks(manager, count);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (var i = caller; i < count; i += callers) await manager.SubmitTaskAsync(new SubmitTaskRequest(app, "task"));
        })));
        await finished.All;
    }
}
