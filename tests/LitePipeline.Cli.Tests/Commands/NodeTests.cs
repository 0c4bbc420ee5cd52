using System.Text.Json;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Cli.Tests.Commands;

public class NodeTests
{
    private const string Unknown = "00000000-0000-0000-0000-000000000001";

    private static async Task<string[]> OneNodeAsync(ToolHost tool)
    {
        var list = await tool.RunAsync("node", "list");
        Assert.Equal(["#", "node_id", "name"], list.Header[..3]);
        return [.. list.Rows.Single()];
    }

    private static async Task<string> CellAsync(ToolHost tool, string field)
    {
        var list = await tool.RunAsync("node", "list");
        return list.Rows.Single()[Array.IndexOf(list.Header, field)];
    }

    [Fact]
    public async Task A_node_is_drained_resumed_and_removed()
    {
        await using var tool = await ToolHost.StartAsync();
        var app = await tool.AppAsync("true");
        var node = (await OneNodeAsync(tool))[1];
        Assert.Equal(("node-0", "2", "False"), (await CellAsync(tool, "name"), await CellAsync(tool, "action_slots"), await CellAsync(tool, "draining")));

        Assert.Equal(["1", "ok", ""], (await tool.RunAsync("node", "drain", "-n", node)).Rows.Single());
        Assert.Equal("True", await CellAsync(tool, "draining"));
        var task = await tool.TaskAsync(app);
        Assert.Contains("it is draining", await tool.ValueAsync("task_waiting_info.0.reason", "task", "info", "-t", task), StringComparison.Ordinal);

        Assert.Equal("{\n    \"result\": \"ok\"\n}\n", (await tool.RunAsync("node", "resume", "--node_id", node, "-r")).Good);
        Assert.Equal("False", await CellAsync(tool, "draining"));
        await tool.UntilTaskAsync(task, RunStage.Finished);

        await tool.Cluster.KillNodeAsync(0);
        await ToolHost.UntilAsync(async () => (await tool.RunAsync("node", "list")).Rows.Length == 0, "the node has gone");
        var gone = await tool.RunAsync("node", "remove", "-n", node);
        Assert.Equal(ExitCode.Failed, gone.ExitCode);
        await tool.Cluster.StartNodeAsync(0);
        Assert.Equal(["1", "ok", ""], (await tool.RunAsync("node", "remove", "-n", node)).Rows.Single());
    }

    [Theory]
    [InlineData("drain")]
    [InlineData("resume")]
    [InlineData("remove")]
    public async Task What_is_no_node_is_refused_in_words_and_as_JSON(string operation)
    {
        await using var tool = await ToolHost.StartAsync(o => o.Nodes = 0);
        var refused = await tool.RunAsync("node", operation, "-n", Unknown);
        Assert.Equal((ExitCode.Failed, ""), (refused.ExitCode, refused.Output));
        Assert.Equal($"NodeNotExists (node_id): There is no node {Unknown}; the cluster's list of nodes shows those there are.\n", refused.Error);
        var raw = await tool.RunAsync("node", operation, "-n", Unknown, "-r");
        Assert.Equal((ExitCode.Failed, "NodeNotExists"), (raw.ExitCode, JsonDocument.Parse(raw.Output).RootElement.GetProperty("result").GetString()));
        Assert.Equal(ExitCode.Usage, (await tool.RunAsync("node", operation, "-n", "first")).ExitCode);
        Assert.Equal(ExitCode.Usage, (await tool.RunAsync("node", operation)).ExitCode);
    }

    [Theory]
    [InlineData("'drian' is no command here; give one of list, drain, resume, remove.", "drian")]
    [InlineData("'--slotz'", "--slotz", "3")]
    [InlineData("--slots is 'many'", "--slots", "many")]
    public async Task A_slip_behind_node_is_named(string message, params string[] line)
    {
        var ran = await Ran.ToolAsync(["node", .. line]);
        Assert.Equal(ExitCode.Usage, ran.ExitCode);
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
    }
}
