using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Transport;

namespace LitePipeline.Hosting.Tests.Node;

public sealed class EarlierOutputTests
{
    [Fact]
    public async Task The_output_of_each_attempt_that_ran_here_can_be_read_by_its_number()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var session = await fixture.JoinAsync();
        var first = NodeFixture.Command("bash -c 'echo the first; exit 1'", package);
        // The second one ran on another node.
        var third = NodeFixture.Command("echo the third", package, attempt: 3, task: first.Attempt.Task);
        async Task<string> ReadAsync(int? attempt) =>
            await session.ReadStreamAsync(new StreamRequest.Log(NodeFixture.FolderOf(first), "first", 0, Follow: false, attempt));

        await session.RunAsync(first);
        await session.ReadResultAsync();
        Assert.Equal("the first\n", await ReadAsync(1));
        await session.RunAsync(third);
        Assert.Null((await session.ReadResultAsync()).Failure);
        Assert.Equal("the first\n", await ReadAsync(1));
        Assert.Equal("the third", (await ReadAsync(3)).Split(" /")[0]);
        Assert.Equal(await ReadAsync(3), await ReadAsync(null));
        var refused = await Assert.ThrowsAsync<StreamRefusedException>(() => ReadAsync(2));
        Assert.Contains("attempt 2 of the action 'first'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Following_an_earlier_attempt_ends_at_its_end_while_a_later_one_runs()
    {
        await using var fixture = await NodeFixture.StartAsync();
        var package = fixture.Manager.Add(_ => { });
        var session = await fixture.JoinAsync();
        var first = NodeFixture.Command("bash -c 'echo the first; exit 1'", package);
        await session.RunAsync(first);
        await session.ReadResultAsync();
        var second = NodeFixture.Command("bash -c 'echo the second; sleep 600'", package, attempt: 2, task: first.Attempt.Task);
        await session.RunAsync(second);
        var output = Path.Combine(fixture.DataPath, "workspaces", "2026-03-01", first.Attempt.Task.ToString(), "first", "stdout.data");
        await NodeFixture.WaitAsync(() => File.Exists(output) && File.ReadAllText(output).StartsWith("the second", StringComparison.Ordinal), "the second attempt's output");
        Assert.Equal("the first\n", await session.ReadStreamAsync(new StreamRequest.Log(NodeFixture.FolderOf(first), "first", 0, Follow: true, 1)));
        var following = session.ReadStreamAsync(new StreamRequest.Log(NodeFixture.FolderOf(first), "first", 0, Follow: true, 2));
        await session.SendAsync(new Core.Messages.ManagerMessage.StopAction(second.Attempt, Core.Tasks.StopSignal.Kill));
        Assert.Equal("the second\n", await following);
    }
}
