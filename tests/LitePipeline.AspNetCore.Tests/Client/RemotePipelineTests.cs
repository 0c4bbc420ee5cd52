using System.Text.Json;
using LitePipeline.AspNetCore.Client;
using LitePipeline.Core;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Pipelines;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LitePipeline.AspNetCore.Tests.Client;

/// <summary>A pipeline in code whose host has neither manager nor node: both are elsewhere.</summary>
public class RemotePipelineTests
{
    private static PipelineDefinition<int[], int> Squares { get; } = PipelineDefinition.Create<int[], int>("squares", static pipeline =>
    {
        var squares = pipeline.ForEach("square", pipeline.Input, static (numbers, _) => numbers.ToAsyncEnumerable(), static (number, context) =>
        {
            context.ReportProgress(1, $"{number}");
            return number >= 0 ? Task.FromResult(number * number) : throw new InvalidOperationException($"{number} is no side of a square.");
        });
        return pipeline.Action("sum", squares, static (all, _) => all.Sum());
    });

    [Fact]
    public async Task It_is_deployed_run_watched_and_fails_over_HTTP_and_the_API_shows_it_like_any_other()
    {
        await using var api = await ApiHost.StartAsync(o =>
        {
            (o.Transport, o.Store, o.Nodes) = (ClusterTransport.Tcp, ClusterStore.Sqlite, 2);
            o.ConfigureNodeHost = node => node.Services.AddPipeline(Squares);
        });
        for (var start = 0; start < 2; start++)
        {
            var host = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            host.Services.AddSingleton<IPipelineManager>(new HttpPipelineManager(api.Http)).AddPipeline(Squares);
            using var built = host.Build();
            await built.StartAsync();
            var squares = built.Services.GetRequiredService<IPipeline<int[], int>>();
            var run = await squares.SubmitAsync([3, 4]);
            var ends = new List<string>();
            await foreach (var progress in run.WatchAsync())
                if (progress.Kind == ProgressKind.Ended) ends.Add(progress.Action);
            Assert.Equal(25, await run.WaitAsync());
            Assert.Equal(["square", "square-1", "square-2", "sum"], ends.Order(StringComparer.Ordinal));

            var failed = await Assert.ThrowsAsync<PipelineFailedException>(() => squares.RunAsync([-1]));
            Assert.Equal(("square-1", RunStatus.Fail), (failed.Action, failed.Status));
            Assert.Contains("-1 is no side of a square.", failed.Message, StringComparison.Ordinal);

            var graph = JsonDocument.Parse(await api.Http.GetStringAsync(new Uri($"/api/v1/tasks/{run.Task}/graph", UriKind.Relative))).RootElement;
            Assert.Equal(4, graph.GetProperty("actions").GetArrayLength());
            var original = JsonDocument.Parse(await api.Http.GetStringAsync(new Uri($"/task/info?task_id={run.Task}", UriKind.Relative))).RootElement;
            Assert.Equal("success", original.GetProperty("task_info").GetProperty("status").GetString());
            await built.StopAsync();
        }

        Assert.Single((await api.Cluster.Manager.ListApplicationVersionsAsync(new())).Items);
    }
}
