namespace LitePipeline.Cli.Tests.Commands;

public class AuditTests
{
    [Fact]
    public async Task Who_did_what_is_listed_and_filtered()
    {
        await using var tool = await ToolHost.StartAsync();
        var app = await tool.AppAsync("echo hello");
        var task = await tool.TaskAsync(app);
        await tool.RunAsync("task", "watch", "-t", task);
        await tool.RunAsync("task", "delete", "-t", task);

        var all = await tool.RunAsync("audit", "list");
        Assert.StartsWith("# | at ", all.Output, StringComparison.Ordinal);
        // A deleted task's workspace goes by a command of its own.
        Assert.Equal(["workspace", "task", "task", "application"], all.Rows.Select(row => row[5]));
        Assert.Equal(["delete", "create"], (await tool.RunAsync("audit", "list", "-N", "task")).Rows.Select(row => row[4]));
        Assert.Equal(["anyone", "127.0.0.1", "delete", "task", task], (await tool.RunAsync("audit", "list", "-V", "delete", "-N", "task")).Rows.Single()[2..7]);
        Assert.Empty((await tool.RunAsync("audit", "list", "-n", "nobody")).Rows);
        Assert.Equal(3, (await tool.AskAsync("audit", "list", "-i", task)).GetProperty("total").GetInt32());
        Assert.Equal(2, (await Ran.ToolAsync(tool.Address, "audit", "list", "-i", "no-id")).ExitCode);
    }
}
