using LitePipeline.Core.Definitions;

namespace LitePipeline.Cli.Tests.Commands;

public class AppTests
{
    [Fact]
    public async Task What_is_cached_of_an_application_is_shown_and_cleared()
    {
        await using var tool = await ToolHost.StartAsync();
        var app = await tool.AppAsync(new LitePipeline.Core.Definitions.ActionDefinition { Name = "only", Main = "echo", Cache = true });
        await tool.RunAsync("task", "watch", "-t", await tool.TaskAsync(app));
        var again = await tool.RunAsync("task", "run", "-a", app, "-n", "again");
        Assert.Contains("\"cached\": true", again.Output, StringComparison.Ordinal);
        Assert.Equal(["1", "1", "ok", ""], (await tool.RunAsync("app_cache", "clear", "-a", app)).Rows.Single());
        Assert.Equal(0, (await tool.AskAsync("app_cache", "clear", "-a", app)).GetProperty("removed").GetInt32());
        Assert.Equal(ExitCode.Usage, (await tool.RunAsync("app_cache", "clear", "-a", "x")).ExitCode);
        Assert.StartsWith("AppNotExists", (await tool.RunAsync("app_cache", "clear", "-a", Guid.NewGuid().ToString())).Error, StringComparison.Ordinal);
    }

    private static readonly ActionDefinition Echo = new() { Name = "only", Main = "echo hello" };

    [Fact]
    public async Task An_application_is_created_listed_described_and_deleted()
    {
        await using var tool = await ToolHost.StartAsync(o => o.Nodes = 0);
        var created = await tool.RunAsync("app", "create", "-f", await tool.PackAsync(Echo), "-n", "flights", "-d", "late ones");
        Assert.Equal((ExitCode.Ok, ""), (created.ExitCode, created.Error));
        Assert.Equal(["#", "app_id", "result", "message"], created.Header);
        var app = created.Rows.Single()[1];
        Assert.Equal("ok", created.Rows.Single()[2]);

        var listed = await tool.RunAsync("app", "list", "-n", "fli*");
        Assert.Equal(["#", "application_id", "name", "create_at", "update_at"], listed.Header);
        Assert.Equal(["1", app, "flights"], listed.Rows.Single()[..3]);

        var described = await tool.RunAsync("app", "info", "-a", app);
        Assert.Equal(["#", "application_id", "name", "create_at", "update_at", "sha1", "description"], described.Header);
        Assert.Equal("late ones", described.Rows.Single()[^1]);

        Assert.Equal(["1", "ok", ""], (await tool.RunAsync("app", "delete", "-a", app)).Rows.Single());
        Assert.Empty((await tool.RunAsync("app", "list")).Rows);
    }

    [Fact]
    public async Task Lists_take_offset_and_limit()
    {
        await using var tool = await ToolHost.StartAsync(o => o.Nodes = 0);
        foreach (var name in new[] { "a", "b", "c" }) await tool.AppAsync("true", name);
        Assert.Equal(["c", "b", "a"], (await tool.RunAsync("app", "list")).Rows.Select(row => row[2]));
        Assert.Equal(["b"], (await tool.RunAsync("app", "list", "-o", "1", "-l", "1")).Rows.Select(row => row[2]));
    }

    [Fact]
    public async Task Raw_is_the_originals_JSON_and_json_is_one_line()
    {
        await using var tool = await ToolHost.StartAsync(o => o.Nodes = 0);
        Assert.Equal("{\n    \"apps\": [],\n    \"limit\": 0,\n    \"offset\": 0,\n    \"result\": \"ok\",\n    \"total\": 0\n}\n", (await tool.RunAsync("app", "list", "-r")).Output);
        Assert.Equal("{\"apps\":[],\"total\":0,\"offset\":0,\"limit\":0,\"result\":\"ok\"}\n", (await tool.RunAsync("app", "list", "--json")).Output);
    }

    [Fact]
    public async Task A_refusal_is_one_line_on_standard_error_with_the_field_and_exit_code_1()
    {
        await using var tool = await ToolHost.StartAsync(o => o.Nodes = 0);
        var refused = await tool.RunAsync("app", "info", "-a", "6f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11");
        Assert.Equal((ExitCode.Failed, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith("AppNotExists (app_id): There is no application", refused.Error, StringComparison.Ordinal);
        Assert.Single(refused.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        // Scripts that read the answer get it whole, beside the exit code.
        var raw = await tool.RunAsync("app", "info", "-a", "6f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11", "-r");
        Assert.Equal(ExitCode.Failed, raw.ExitCode);
        Assert.Contains("\"result\": \"AppNotExists\"", raw.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing.tar.gz", "Could not find file")]
    [InlineData("", "is a folder. Pack it first")]
    public async Task A_file_that_cannot_be_read_is_named(string name, string reason)
    {
        await using var tool = await ToolHost.StartAsync(o => o.Nodes = 0);
        var failed = await tool.RunAsync("app", "create", "-f", tool.In(name), "-n", "x");
        Assert.Equal(ExitCode.Failed, failed.ExitCode);
        Assert.StartsWith("-f/--file:", failed.Error, StringComparison.Ordinal);
        Assert.Contains(reason, failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_package_is_refused_with_all_that_is_wrong()
    {
        await using var tool = await ToolHost.StartAsync(o => o.Nodes = 0);
        var package = await tool.PackAsync(new ActionDefinition { Name = "a", Main = "true", Condition = ["b"] }, new ActionDefinition { Name = "b", Main = "true", Condition = ["a", "c"] });
        var refused = await tool.RunAsync("app", "create", "-f", package, "-n", "x");
        Assert.Equal(ExitCode.Failed, refused.ExitCode);
        Assert.Contains("$.actions[1].condition[1]: names 'c'", refused.Error, StringComparison.Ordinal);
        Assert.Empty((await tool.RunAsync("app", "list")).Rows);
    }
}
