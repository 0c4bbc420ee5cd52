using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Node;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Hosting.Tests.Node;

public sealed class HandlerTests
{
    private sealed record Numbers(int N);

    private sealed class Doubling(Doubling.Service service) : IActionHandler
    {
        public sealed class Service
        {
            private readonly int _factor = 2;

            public int Double(int number) => number * _factor;
        }

        public async Task RunAsync(ActionHandlerContext context, CancellationToken cancellationToken)
        {
            var input = context.GetInput<Dictionary<string, System.Text.Json.JsonElement>>()!;
            context.ReportProgress(0.25, "begun");
            context.SetOutput(new { n = service.Double(input["n"].GetInt32()) });
            context.AddAction(new ActionDefinition { Name = "second", Handler = "double" });
            await File.WriteAllTextAsync(Path.Combine(await context.GetWorkspaceAsync(cancellationToken), "mine"), "", cancellationToken);
        }
    }

    [Fact]
    public async Task A_handler_gets_services_and_input_and_gives_output_actions_and_progress()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var session = await fixture.JoinAsync(node =>
        {
            node.Services.AddScoped<Doubling.Service>();
            node.AddAction<Doubling>("double");
        });
        var assignment = NodeFixture.Handler("double");
        await session.RunAsync(assignment);
        Assert.Equal("begun", (await session.ReadAsync<NodeMessage.ActionProgressed>()).Message);
        var result = await session.ReadResultAsync();
        Assert.Null(result.Failure);
        Assert.Equal("""{"n":40}""", result.Data.ToString());
        Assert.Equal("second", Assert.Single(result.Actions).Name);
        var workspace = Path.Combine(fixture.DataPath, "workspaces", "2026-03-01", assignment.Attempt.Task.ToString(), "first");
        Assert.Equal(["input.data", "mine"], Directory.EnumerateFiles(workspace).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_handler_that_throws_fails_with_type_message_and_stack()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var session = await fixture.JoinAsync(node => node.AddAction("bad", (_, _) => throw new InvalidOperationException("it broke")));
        await session.RunAsync(NodeFixture.Handler("bad"));
        var failure = (await session.ReadResultAsync()).Failure!;
        Assert.Equal(ActionFailureKind.Exit, failure.Kind);
        Assert.Contains("System.InvalidOperationException: it broke", failure.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(A_handler_that_throws_fails_with_type_message_and_stack), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_cancels_a_handler()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var begun = new TaskCompletionSource();
        var session = await fixture.JoinAsync(node => node.AddAction("wait", async (_, cancellationToken) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }));
        var assignment = NodeFixture.Handler("wait");
        await session.RunAsync(assignment);
        await begun.Task;
        await session.SendAsync(new ManagerMessage.StopAction(assignment.Attempt, StopSignal.Terminate));
        Assert.Equal(ActionFailureKind.Stopped, (await session.ReadResultAsync()).Failure!.Kind);
    }

    [Fact]
    public async Task A_handler_that_blocks_does_not_block_the_others()
    {
        await using var fixture = await NodeFixture.StartAsync();
        using var release = new ManualResetEventSlim();
        var session = await fixture.JoinAsync(node => node
            .AddAction("block", (_, _) =>
            {
                release.Wait(CancellationToken.None);
                return Task.CompletedTask;
            })
            .AddAction("quick", (_, _) => Task.CompletedTask));
        var blocked = NodeFixture.Handler("block");
        var quick = NodeFixture.Handler("quick");
        await session.RunAsync(blocked);
        await session.RunAsync(quick);
        Assert.Equal(quick.Attempt, (await session.ReadAsync<NodeMessage.ActionFinished>()).Attempt);
        release.Set();
        Assert.Equal(blocked.Attempt, (await session.ReadAsync<NodeMessage.ActionFinished>()).Attempt);
    }

    [Fact]
    public async Task An_unknown_handler_is_a_failure_that_names_the_known_ones()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var session = await fixture.JoinAsync(node => node.AddAction("known", (_, _) => Task.CompletedTask));
        await session.RunAsync(NodeFixture.Handler("unknown"));
        var failure = (await session.ReadResultAsync()).Failure!;
        Assert.Equal(ActionFailureKind.NotStarted, failure.Kind);
        Assert.Contains("known", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_beyond_the_limit_is_a_failure_that_says_what_to_do()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var session = await fixture.JoinAsync(
            node => node.AddAction("large", (context, _) =>
            {
                context.SetOutput(new { text = new string('x', 2000) });
                return Task.CompletedTask;
            }),
            options => options.MaxOutputSize = 1000);
        await session.RunAsync(NodeFixture.Handler("large"));
        var result = await session.ReadResultAsync();
        Assert.Equal(ActionFailureKind.BadOutput, result.Failure!.Kind);
        Assert.Contains("MaxOutputSize", result.Failure.Message, StringComparison.Ordinal);
        Assert.True(result.Data.IsEmpty);
    }

    [Fact]
    public async Task Output_that_is_no_object_fails_the_handler()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var session = await fixture.JoinAsync(node => node.AddAction("number", (context, _) =>
        {
            context.SetOutput(5);
            return Task.CompletedTask;
        }));
        await session.RunAsync(NodeFixture.Handler("number"));
        Assert.Contains("JSON object", (await session.ReadResultAsync()).Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_name_for_two_handlers_is_refused_at_the_start()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.StartNodeAsync(node => node
            .AddAction("twice", (_, _) => Task.CompletedTask)
            .AddAction("twice", (_, _) => Task.CompletedTask)));
        Assert.Contains("'twice'", failure.Message, StringComparison.Ordinal);
    }
}
