namespace LitePipeline.Cli.Tests.Commands;

public class TaskTests
{
    [Fact]
    public async Task A_task_is_created_with_its_input_watched_listed_described_and_deleted()
    {
        await using var tool = await ToolHost.StartAsync();
        var app = await tool.AppAsync("echo hello");
        var created = await tool.RunAsync("task", "create", "-a", app, "-n", "march", "-i", """{"month": 3}""");
        Assert.Equal(["#", "task_id", "result", "message"], created.Header);
        var task = created.Rows.Single()[1];

        Assert.Equal(ExitCode.Ok, (await tool.RunAsync("task", "watch", "-t", task)).ExitCode);
        var listed = await tool.RunAsync("task", "list", "-s", "finished", "-S", "success", "-n", "mar*", "-a", app);
        Assert.Equal(["#", "task_id", "application_id", "task_name", "create_at", "start_at", "end_at", "stage", "status"], listed.Header);
        Assert.Equal([task, app, "march"], listed.Rows.Single()[1..4]);
        Assert.Equal(["finished", "success"], listed.Rows.Single()[^2..]);
        Assert.Empty((await tool.RunAsync("task", "list", "-S", "fail")).Rows);

        var info = await tool.AskAsync("task", "info", "-t", task);
        Assert.Equal(3, info.GetProperty("task_info").GetProperty("input_data").GetProperty("month").GetInt32());
        Assert.Equal(listed.Header, (await tool.RunAsync("task", "info", "-t", task)).Header);

        Assert.Equal(["1", "ok", ""], (await tool.RunAsync("task", "delete", "-t", task)).Rows.Single());
        Assert.StartsWith("TaskNotExists (task_id)", (await tool.RunAsync("task", "info", "-t", task)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_a_task_that_fails_tells_what_happened_and_ends_with_the_exit_code_of_its_outcome()
    {
        await using var tool = await ToolHost.StartAsync();
        var watched = await tool.RunAsync("task", "watch", "-t", await tool.TaskAsync(await tool.AppAsync("sh -c 'echo no such month; exit 3'")));
        Assert.Equal(ExitCode.EndedFail, watched.ExitCode);
        Assert.Matches(@"^\d\d:\d\d:\d\d task task: ", watched.Output);
        Assert.StartsWith("The task task ended with fail:", watched.Error, StringComparison.Ordinal);
        Assert.Contains("no such month", watched.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_goes_on_until_the_task_is_stopped()
    {
        await using var tool = await ToolHost.StartAsync();
        var task = await tool.TaskAsync(await tool.AppAsync("sh -c 'sleep 100'"));
        var watching = tool.RunAsync("task", "watch", "-t", task);
        await TestCluster.LitePipelineTestCluster.UntilAsync(
            async () => (await tool.Cluster.Manager.GetTaskAsync(new(Guid.Parse(task)))).Live?.Running.Count > 0, "the action runs");
        Assert.False(watching.IsCompleted);
        Assert.Equal(["1", "ok", ""], (await tool.RunAsync("task", "stop", "-t", task, "-g", "-15")).Rows.Single());
        var watched = await watching;
        Assert.Equal((ExitCode.EndedKill, "The task task ended with kill: It was stopped.\n"), (watched.ExitCode, watched.Error));
    }

    [Fact]
    public async Task A_stopped_task_cannot_be_stopped_again()
    {
        await using var tool = await ToolHost.StartAsync();
        var task = await tool.TaskAsync(await tool.AppAsync("true"));
        await tool.RunAsync("task", "watch", "-t", task);
        var refused = await tool.RunAsync("task", "stop", "-t", task);
        Assert.Equal(ExitCode.Failed, refused.ExitCode);
        Assert.StartsWith("TaskAlreadyFinished", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_is_no_JSON_object_is_refused_before_or_by_the_manager()
    {
        await using var tool = await ToolHost.StartAsync(o => o.Nodes = 0);
        var app = await tool.AppAsync("true");
        var noJson = await tool.RunAsync("task", "create", "-a", app, "-n", "x", "-i", "{\"month\"");
        Assert.Equal(ExitCode.Usage, noJson.ExitCode);
        Assert.StartsWith("-i/--input is not JSON at character 9 of line 1.", noJson.Error, StringComparison.Ordinal);
        var noObject = await tool.RunAsync("task", "create", "-a", app, "-n", "x", "-i", "[3]");
        Assert.Equal(ExitCode.Failed, noObject.ExitCode);
        Assert.StartsWith("InvalidParameters (input_data)", noObject.Error, StringComparison.Ordinal);
        Assert.Empty((await tool.RunAsync("task", "list")).Rows);
    }
}
