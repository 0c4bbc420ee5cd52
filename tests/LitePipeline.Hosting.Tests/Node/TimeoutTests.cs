using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Packages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LitePipeline.Hosting.Tests.Node;

public sealed class TimeoutTests
{
    private static ActionAssignment Command(string main, PackageReference package, double seconds) =>
        NodeFixture.Assignment(new ActionDefinition { Name = "first", Main = main, Timeout = TimeSpan.FromSeconds(seconds) }, package);

    private static ActionAssignment Handler(string handler, TimeSpan timeout) =>
        NodeFixture.Assignment(new ActionDefinition { Name = "first", Handler = handler, Timeout = timeout }, new PackageReference("", "", PackageFormat.TarGz, 0));

    [Fact]
    public async Task A_process_that_runs_too_long_is_asked_to_end_and_has_failed()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var session = await fixture.JoinAsync();
        await session.RunAsync(Command("bash -c 'echo begun; sleep 600'", package, 0.5));
        var result = await session.ReadResultAsync();
        Assert.Equal((ActionFailureKind.TimedOut, -15), (result.Failure!.Kind, result.ReturnCode));
        Assert.StartsWith("It ran longer than its timeout of 0.5 s and was asked to end (SIGTERM).", result.Failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("begun", result.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_tidies_up_after_its_timeout_has_failed_all_the_same()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var session = await fixture.JoinAsync();
        await session.RunAsync(Command("bash -c 'trap \"echo tidy; exit 0\" TERM; sleep 600 & wait'", package, 0.5));
        var result = await session.ReadResultAsync();
        Assert.Equal((ActionFailureKind.TimedOut, 0), (result.Failure!.Kind, result.ReturnCode));
        Assert.EndsWith("tidy", result.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_ignores_the_request_is_killed_with_its_whole_group_after_the_grace_period()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var session = await fixture.JoinAsync(configure: node => node.TimeoutGracePeriod = TimeSpan.FromMilliseconds(200));
        var assignment = Command("bash -c 'trap \"\" TERM; sleep 600 & echo $!; wait'", package, 0.5);
        await session.RunAsync(assignment);
        var result = await session.ReadResultAsync();
        Assert.Equal((ActionFailureKind.TimedOut, -9), (result.Failure!.Kind, result.ReturnCode));
        Assert.Contains("did not end within 0.2 s", result.Failure.Message, StringComparison.Ordinal);
        var grandchild = int.Parse(await File.ReadAllTextAsync(Path.Combine(fixture.DataPath, "workspaces", "2026-03-01", assignment.Attempt.Task.ToString(), "first", "stdout.data")));
        await NodeFixture.WaitAsync(() => !Directory.Exists($"/proc/{grandchild}"), "the grandchild's end");
    }

    [Fact]
    public async Task What_ends_in_time_is_left_alone()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var session = await fixture.JoinAsync();
        await session.RunAsync(Command("true", package, 600));
        Assert.Null((await session.ReadResultAsync()).Failure);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8_640_000)] // A hundred days: longer than one timer can wait.
    public async Task A_handler_is_asked_to_end_by_its_token(int seconds)
    {
        var time = new FakeTimeProvider();
        var began = new TaskCompletionSource();
        await using var fixture = await NodeFixture.StartAsync();
        var session = await fixture.JoinAsync(node =>
        {
            node.Services.AddSingleton<TimeProvider>(time);
            node.AddAction("endless", async (_, cancellationToken) =>
            {
                began.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            });
        });
        var limit = TimeSpan.FromSeconds(seconds);
        await session.RunAsync(Handler("endless", limit));
        await began.Task.WaitAsync(ScriptedManager.Timeout);
        // The limit is set when the attempt is known to run: that is after the handler was called.
        await NodeFixture.WaitAsync(() =>
        {
            time.Advance(limit);
            return session.HasMessages;
        }, "the end of the handler");
        var result = await session.ReadResultAsync();
        Assert.Equal(ActionFailureKind.TimedOut, result.Failure!.Kind);
        Assert.Contains($"timeout of {seconds} s", result.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_limit_that_is_waited_for_in_pieces_is_not_reached_early()
    {
        var time = new FakeTimeProvider();
        var (began, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var fixture = await NodeFixture.StartAsync();
        var session = await fixture.JoinAsync(node =>
        {
            node.Services.AddSingleton<TimeProvider>(time);
            node.AddAction("long", async (_, cancellationToken) =>
            {
                began.SetResult();
                await gate.Task.WaitAsync(cancellationToken);
            });
        });
        await session.RunAsync(Handler("long", TimeSpan.FromDays(100)));
        await began.Task.WaitAsync(ScriptedManager.Timeout);
        for (var day = 0; day < 99; day++) time.Advance(TimeSpan.FromDays(1));
        gate.SetResult();
        Assert.Null((await session.ReadResultAsync()).Failure);
    }
}
