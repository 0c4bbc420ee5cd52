using System.Collections.Immutable;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Pipelines;
using LitePipeline.Hosting.Tests.Cluster;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Hosting.Tests.Pipelines;

public class PipelineRunTests
{
    private static Task<LitePipelineTestCluster> StartAsync(
        Action<IServiceCollection> add, ClusterTransport transport = ClusterTransport.InMemory, ClusterStore store = ClusterStore.InMemory, int nodes = 1, Action<TestClusterOptions>? configure = null) =>
        LitePipelineTestCluster.StartAsync(o =>
        {
            (o.Transport, o.Store, o.Nodes) = (transport, store, nodes);
            o.ConfigureManagerHost = manager => add(manager.Services);
            o.ConfigureNodeHost = node => add(node.Services);
            configure?.Invoke(o);
        });

    private static IPipeline<TInput, TOutput> Of<TInput, TOutput>(LitePipelineTestCluster cluster) => cluster.Services.GetRequiredService<IPipeline<TInput, TOutput>>();

    private static void AddShop(IServiceCollection services) => services.AddSingleton(new PriceBook(100)).AddPipeline(Shop.Orders);

    [Theory]
    [MemberData(nameof(ClusterTests.Kinds), MemberType = typeof(ClusterTests))]
    public async Task A_typed_input_becomes_a_typed_output_over_generated_actions_in_their_order(ClusterTransport transport, ClusterStore store)
    {
        await using var cluster = await StartAsync(AddShop, transport, store, nodes: 2);
        var receipt = await Of<Order, Receipt>(cluster).RunAsync(new Order("ann", [new("pear", 1), new("fig", 2), new("kiwi", 3)]), new PipelineRunOptions { Name = "ann's", Priority = 5 });
        Assert.Equal(("ann", 2200, 6), (receipt.Customer, receipt.TotalCents, receipt.Pieces));
        Assert.Equal([400, 600, 1200], receipt.Prices);

        // Nothing tells it from a task of a package.
        var task = Assert.Single((await cluster.Manager.ListTasksAsync(new())).Items);
        Assert.Equal(("ann's", 5), (task.Name, task.Priority));
        Assert.Equal("""{"customer":"ann","lines":[{"article":"pear","count":1},{"article":"fig","count":2},{"article":"kiwi","count":3}],"priority":0}""", task.Input.ToString());
        var graph = await cluster.Manager.GetTaskGraphAsync(task.Id);
        Assert.Equal(["pack", "price", "price-fig", "price-kiwi", "price-pear", "receipt"], graph.Actions.Select(action => action.Name).Order(StringComparer.Ordinal));
        Assert.Equal("orders", (await cluster.Manager.GetApplicationAsync(task.Application)).Name);
    }

    [Fact]
    public async Task No_items_are_an_empty_list()
    {
        await using var cluster = await StartAsync(AddShop);
        Assert.Empty((await Of<Order, Receipt>(cluster).RunAsync(new Order("ann", []))).Prices);
    }

    [Fact]
    public async Task Results_that_several_actions_use_and_values_that_are_no_objects()
    {
        await using var cluster = await StartAsync(static services => services.AddPipeline<int, string>("squares", static pipeline =>
        {
            var squares = pipeline.ForEach("square", pipeline.Input, static (most, _) => Enumerable.Range(1, most).ToAsyncEnumerable(), static (number, _) => Task.FromResult(number * number));
            var sum = pipeline.Action("sum", squares, static (all, _) => all.Sum());
            var list = pipeline.Action("list", squares, static (all, _) => string.Join(' ', all));
            return pipeline.Action("text", sum, list, static (sum, list, _) => $"{list} = {sum}");
        }));
        Assert.Equal("1 4 9 16 25 36 49 64 81 100 121 = 506", await Of<int, string>(cluster).RunAsync(11));
    }

    [Fact]
    public async Task Results_of_generated_actions_as_the_output()
    {
        await using var cluster = await StartAsync(static services => services.AddPipeline<int, IReadOnlyList<Money>>("coins", static pipeline =>
            pipeline.ForEach("coin", pipeline.Input, static (most, _) => Enumerable.Range(1, most).ToAsyncEnumerable(), static (cents, _) => Task.FromResult(new Money(cents)))));
        Assert.Equal([new(1), new(2), new Money(3)], await Of<int, IReadOnlyList<Money>>(cluster).RunAsync(3));
    }

    [Fact]
    public async Task A_failure_names_its_action_and_why()
    {
        await using var cluster = await StartAsync(static services => services.AddPipeline<int, int>("halves", static pipeline =>
        {
            var half = pipeline.Action("half", pipeline.Input, static (number, _) => number % 2 == 0 ? number / 2 : throw new InvalidOperationException($"{number} has no half."));
            return pipeline.Action("quarter", half, static (number, _) => number / 2);
        }));
        var failed = await Assert.ThrowsAsync<PipelineFailedException>(() => Of<int, int>(cluster).RunAsync(7));
        Assert.Equal(("half", RunStatus.Fail, ActionFailureKind.Exit), (failed.Action, failed.Status, failed.Failure!.Kind));
        Assert.Contains("7 has no half.", failed.Message, StringComparison.Ordinal);
    }

    // What is reported before anybody watches is told to nobody.
    private static readonly TaskCompletionSource Watched = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_task_is_watched_taken_up_by_its_id_and_stopped()
    {
        await using var cluster = await StartAsync(static services => services.AddPipeline<int, int>("waits", static pipeline => pipeline.Action("wait", pipeline.Input, static async (number, context) =>
        {
            await Watched.Task;
            context.ReportProgress(0.5, "half");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
            return number;
        })));
        var waits = Of<int, int>(cluster);
        var run = await waits.SubmitAsync(1);
        var seen = new List<PipelineProgress>();
        await using var watch = waits.Find(run.Task).WatchAsync().GetAsyncEnumerator();
        for (var next = watch.MoveNextAsync(); ; next = watch.MoveNextAsync())
        {
            Watched.TrySetResult();
            if (!await next) break;
            seen.Add(watch.Current);
            if (watch.Current.Kind == ProgressKind.Progressed) await run.StopAsync();
        }

        Assert.Contains(seen, progress => progress is { Action: "wait", Fraction: 0.5, Message: "half" });
        Assert.Equal(ProgressKind.Ended, seen[^1].Kind);
        var stopped = await Assert.ThrowsAsync<PipelineFailedException>(() => run.WaitAsync());
        Assert.Equal(RunStatus.Kill, stopped.Status);
        Assert.Null(stopped.Action);
    }

    [Fact]
    public async Task The_ends_of_a_task_that_is_over_are_told_to_who_comes_late()
    {
        await using var cluster = await StartAsync(AddShop);
        var run = await Of<Order, Receipt>(cluster).SubmitAsync(new Order("ann", [new("pear", 1)]));
        await run.WaitAsync();
        var ends = new List<string>();
        await foreach (var progress in run.WatchAsync()) ends.Add($"{progress.Action} {progress.Status}");
        Assert.Equal(["pack Success", "price Success", "price-pear Success", "receipt Success"], ends.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Retry_timeout_and_the_node_that_an_action_asks_for_hold()
    {
        await using var cluster = await StartAsync(
            static services => services.AddPipeline<int, int>("again", static pipeline =>
            {
                var retried = pipeline.Action("retried", pipeline.Input, static (number, context) => context.Number == 3 ? number : throw new InvalidOperationException("Not yet.")).WithRetry(3);
                return pipeline.Action("slow", retried, static async (number, context) =>
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
                    return number;
                }).WithTimeout(TimeSpan.FromMilliseconds(50)).OnNodes(new TargetEnvironment { Labels = ImmutableDictionary<string, string>.Empty.Add("name", "node-1") });
            }),
            nodes: 2, configure: static o => o.ConfigureNode = node => node.Labels["name"] = node.Name);
        var run = await Of<int, int>(cluster).SubmitAsync(1);
        var failed = await Assert.ThrowsAsync<PipelineFailedException>(() => run.WaitAsync());
        Assert.Equal(("slow", ActionFailureKind.TimedOut), (failed.Action, failed.Failure!.Kind));
        var task = await cluster.Manager.GetTaskAsync(run.Task);
        Assert.Equal(2, task.Actions.Single(action => action.Name == "retried").Retries);
        var second = (await cluster.Manager.GetClusterAsync()).Nodes.Single(node => node.Description.Name == "node-1").Description.Id;
        Assert.Equal(second, task.Actions.Single(action => action.Name == "slow").Node);
    }

    [Theory]
    [MemberData(nameof(ClusterTests.Kinds), MemberType = typeof(ClusterTests))]
    public async Task Files_go_from_action_to_action_and_cached_results_are_taken(ClusterTransport transport, ClusterStore store)
    {
        await using var cluster = await StartAsync(static services => services.AddPipeline<Line, string>("files", static pipeline =>
        {
            var write = pipeline.Action("write", pipeline.Input, static async (line, context) =>
            {
                await File.WriteAllTextAsync(Path.Combine(await context.GetWorkspaceAsync(), "line.txt"), $"{line.Count} {line.Article}", context.CancellationToken);
                return true;
            }).WithArtifacts("*.txt").WithCache();
            return pipeline.Action("read", write, async (_, context) => await File.ReadAllTextAsync(await context.GetArtifactAsync(write, "line.txt"), context.CancellationToken));
        }), transport, store, nodes: 2);
        var files = Of<Line, string>(cluster);
        Assert.Equal("2 figs", await files.RunAsync(new Line("figs", 2)));
        var again = await files.SubmitAsync(new Line("figs", 2));
        Assert.Equal("2 figs", await again.WaitAsync());
        Assert.NotNull((await cluster.Manager.GetTaskAsync(again.Task)).Actions.Single(action => action.Name == "write").Cached);
    }

    [Fact]
    public async Task An_action_waits_for_one_of_which_it_takes_nothing()
    {
        await using var cluster = await StartAsync(static services => services.AddPipeline<int, int>("after", static pipeline =>
        {
            var first = pipeline.ForEach("first", pipeline.Input, static (most, _) => Enumerable.Range(1, most).ToAsyncEnumerable(), static (number, _) => Task.FromResult(number));
            return pipeline.Action("last", pipeline.Input, static (number, context) => context.Assignment.Conditions.Length * number).After(first);
        }));
        Assert.Equal(3, await Of<int, int>(cluster).RunAsync(3));
    }

    [Fact]
    public async Task Classes_run_actions_in_a_scope_for_each_attempt()
    {
        var marks = new Marks();
        await using var cluster = await StartAsync(services => services.AddScoped<ScopeMark>().AddSingleton(marks).AddPipeline<int, int>("classes", static pipeline =>
        {
            var first = pipeline.Action<Marking, int, int>("first", pipeline.Input);
            return pipeline.Action<Marking, int, int>("second", first);
        }));
        Assert.Equal(3, await Of<int, int>(cluster).RunAsync(1));
        Assert.Equal(2, marks.Seen.Distinct().Count());
        Assert.All(marks.Seen, mark => Assert.True(mark.IsDisposed));
    }

    [Fact]
    public async Task What_follows_success_has_the_output_and_what_follows_failure_the_ends()
    {
        var told = new Marks();
        void Add(IServiceCollection services) => services.AddSingleton(told).AddPipeline<int, int>("events", static pipeline =>
        {
            pipeline.OnSuccess(static (Marks marks, int output, ActionContext context) => marks.TellAsync($"{context.Name} {output}"));
            pipeline.OnFail(static (Marks marks, FailedTask failed, ActionContext _) => marks.TellAsync($"{failed.FailedAction} of {failed.Actions.Count}"));
            var first = pipeline.Action("first", pipeline.Input, static (number, _) => number + 1);
            return pipeline.Action("second", first, static (number, _) => number > 0 ? number : throw new InvalidOperationException("Too little."));
        });
        await using var cluster = await StartAsync(Add);
        await Of<int, int>(cluster).RunAsync(1);
        await Assert.ThrowsAsync<PipelineFailedException>(() => Of<int, int>(cluster).RunAsync(-1));
        Assert.Equal(["success 2", "second of 2"], told.Told);
    }

    [Fact]
    public async Task An_input_of_another_shape_is_refused_at_the_door()
    {
        await using var cluster = await StartAsync(AddShop);
        await Of<Order, Receipt>(cluster).RunAsync(new Order("ann", []));
        var app = (await cluster.Manager.ListApplicationsAsync(new())).Items.Single().Id;
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => cluster.RunAsync(app, JsonData.Parse("""{"customer": "ann"}""")));
        Assert.Contains("lines", refused.Message, StringComparison.Ordinal);
    }
}

internal sealed class Marks
{
    private readonly Lock _lock = new();

    public List<ScopeMark> Seen { get; } = [];

    public List<string> Told { get; } = [];

    public void See(ScopeMark mark)
    {
        lock (_lock) Seen.Add(mark);
    }

    public Task TellAsync(string what)
    {
        lock (_lock) Told.Add(what);
        return Task.CompletedTask;
    }
}

internal sealed class ScopeMark : IDisposable
{
    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;
}

internal sealed class Marking(ScopeMark mark, Marks marks) : IPipelineAction<int, int>
{
    public Task<int> RunAsync(int input, ActionContext context)
    {
        marks.See(mark);
        return Task.FromResult(input + 1);
    }
}
