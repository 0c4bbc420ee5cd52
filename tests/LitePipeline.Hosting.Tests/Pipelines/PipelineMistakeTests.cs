using LitePipeline.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LitePipeline.Hosting.Tests.Pipelines;

/// <summary>What is wrong with a pipeline is told before anything runs.</summary>
public class PipelineMistakeTests
{
    private static string Refused<T>(Func<PipelineBuilder<int, T>, Step<T>> build) =>
        Assert.Throws<PipelineInvalidException>(() => PipelineDefinition.Create("p", build)).Message;

    [Fact]
    public void Two_actions_of_one_name() => Assert.Equal(
        "Pipeline 'p', action 'one': there are two actions of this name; give each a name of its own.",
        Refused<int>(static pipeline =>
        {
            var one = pipeline.Action("one", pipeline.Input, static (number, _) => number);
            return pipeline.Action("one", one, static (number, _) => number);
        }));

    [Fact]
    public void An_output_that_is_the_input() =>
        Assert.Contains("its output is its input", Refused<int>(static pipeline => pipeline.Input), StringComparison.Ordinal);

    [Fact]
    public void No_output() => Assert.Contains("it has no output", Refused<int>(static pipeline => null!), StringComparison.Ordinal);

    [Fact]
    public void A_step_of_another_pipeline()
    {
        Step<int>? other = null;
        _ = PipelineDefinition.Create<int, int>("q", pipeline =>
        {
            var far = pipeline.Action("far", pipeline.Input, static (number, _) => number);
            other = far;
            return far;
        });
        Assert.Contains("waits for 'far' of another pipeline", Refused<int>(pipeline => pipeline.Action("near", other!, static (number, _) => number)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_generated_actions_may_have() => Assert.Contains(
        "its name begins as those of the actions that 'part' generates",
        Refused<int>(static pipeline =>
        {
            var parts = pipeline.ForEach("part", pipeline.Input, static (_, _) => AsyncEnumerable.Empty<int>(), static (item, _) => Task.FromResult(item));
            return pipeline.Action("part-sum", parts, static (all, _) => all.Sum());
        }),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("a/b", "holds '/'")]
    [InlineData("success", "kept for the event action")]
    [InlineData("task_id", "a key that the node sets")]
    public void A_name_that_no_action_may_have(string name, string problem) =>
        Assert.Contains(problem, Refused<int>(pipeline => pipeline.Action(name, pipeline.Input, static (number, _) => number)), StringComparison.Ordinal);

    [Fact]
    public void Settings_beyond_the_limits_also_of_what_is_generated()
    {
        Assert.Contains("attempts", Refused<int>(static pipeline => pipeline.Action("a", pipeline.Input, static (number, _) => number).WithRetry(0)), StringComparison.Ordinal);
        Assert.Contains("timeout", Refused<IReadOnlyList<int>>(static pipeline =>
            pipeline.ForEach("a", pipeline.Input, static (_, _) => AsyncEnumerable.Empty<int>(), static (item, _) => Task.FromResult(item)).Each(static item => item.Timeout(TimeSpan.Zero))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_cannot_be_JSON()
    {
        Assert.Contains("return one with a result", Refused<Task>(static pipeline => pipeline.Action("a", pipeline.Input, static (_, _) => Task.CompletedTask)), StringComparison.Ordinal);
        Assert.Contains("use ForEach", Refused<IAsyncEnumerable<int>>(static pipeline => pipeline.Action("a", pipeline.Input, static (_, _) => AsyncEnumerable.Empty<int>())), StringComparison.Ordinal);
        Assert.Contains("cannot be JSON", Refused<IDisposable>(static pipeline => pipeline.Action("a", pipeline.Input, static IDisposable (_, _) => new MemoryStream())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_the_context_does_not_have() => Assert.Contains(
        "[JsonSerializable(typeof(Version))]",
        Assert.Throws<PipelineInvalidException>(() => PipelineDefinition.Create<Order, Version>("p", ShopJson.Default, static pipeline => pipeline.Action("a", pipeline.Input, static (_, _) => new Version()))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_version_that_comes_after_the_first_action() => Assert.Contains(
        "set it before",
        Refused<int>(static pipeline =>
        {
            var one = pipeline.Action("one", pipeline.Input, static (number, _) => number);
            pipeline.Version = "2";
            return one;
        }),
        StringComparison.Ordinal);

    [Fact]
    public void A_pipeline_that_is_added_twice()
    {
        var services = new ServiceCollection().AddPipeline(Shop.Orders);
        Assert.Contains("added twice", Assert.Throws<PipelineInvalidException>(() => services.AddPipeline(Shop.Orders)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_that_one_handler_would_run()
    {
        Assert.Contains("two of its parts are run by the handler 'p/a each'", Refused<int>(static pipeline =>
        {
            var each = pipeline.ForEach("a", pipeline.Input, static (_, _) => AsyncEnumerable.Empty<int>(), static (item, _) => Task.FromResult(item));
            return pipeline.Action("a each", each, static (all, _) => all.Count);
        }), StringComparison.Ordinal);
        Assert.Contains("two of its parts are run by the handler 'p/fail'", Refused<int>(static pipeline =>
        {
            pipeline.OnFail(static (_, _) => Task.CompletedTask);
            pipeline.OnFail(static (_, _) => Task.CompletedTask);
            return pipeline.Action("a", pipeline.Input, static (number, _) => number);
        }), StringComparison.Ordinal);
        var services = new ServiceCollection();
        services.AddLitePipelineNode().AddAction("orders/pack", static (_, _) => Task.CompletedTask);
        Assert.Contains("has a handler named 'orders/pack' already", Assert.Throws<PipelineInvalidException>(() => services.AddPipeline(Shop.Orders)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_nobody_registered()
    {
        var host = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        host.Services.AddPipeline<int, int>("p", static pipeline => pipeline.Action("a", pipeline.Input, static (IPipelineAction<int, int> action, int number, ActionContext context) => action.RunAsync(number, context)));
        using var built = host.Build();
        Assert.Contains("which is not registered", (await Assert.ThrowsAsync<PipelineInvalidException>(() => built.StartAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_without_a_manager_says_what_is_missing()
    {
        await using var services = new ServiceCollection().AddPipeline(Shop.Orders).BuildServiceProvider();
        var orders = services.GetRequiredService<IPipeline<Order, Receipt>>();
        Assert.Contains("AddLitePipelineManager()", (await Assert.ThrowsAsync<InvalidOperationException>(() => orders.RunAsync(new Order("ann", [])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_pipelines_of_the_same_types_are_asked_for_by_name()
    {
        static Step<int> Build(PipelineBuilder<int, int> pipeline) => pipeline.Action("a", pipeline.Input, static (number, _) => number);
        await using var services = new ServiceCollection().AddPipeline<int, int>("one", Build).AddPipeline<int, int>("two", Build).BuildServiceProvider();
        Assert.Contains("FromKeyedServices(\"one\")", Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<IPipeline<int, int>>()).Message, StringComparison.Ordinal);
        Assert.Equal("two", services.GetRequiredKeyedService<IPipeline<int, int>>("two").Name);
    }
}
