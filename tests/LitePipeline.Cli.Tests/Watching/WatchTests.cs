namespace LitePipeline.Cli.Tests.Watching;

public class WatchTests
{
    [Fact]
    public async Task A_watched_list_is_printed_again_when_something_has_changed()
    {
        await using var tool = await ToolHost.StartAsync();
        using var watch = await ToolProcess.Start(tool.Folder, tool.Address, "app", "list", "--watch").UntilAsync("# | application_id | name");
        await tool.DeployAsync("report", ("first", "true", []));
        await watch.UntilAsync("| report |");
        await tool.DeployAsync("second", ("first", "true", []));
        await watch.UntilAsync("| second |");
        Assert.Equal(130, await watch.SignalAsync("INT"));
        Assert.Equal(3, watch.Output.Split("\n\n").Length);
        Assert.DoesNotContain("\e", watch.Output);
    }

    [Fact]
    public async Task A_watched_task_is_printed_until_it_has_finished()
    {
        await using var tool = await ToolHost.StartAsync();
        var go = Path.Combine(tool.Folder, "go");
        var app = await tool.DeployAsync("slow", ("first", $"sh -c 'while [ ! -e {go} ]; do sleep 0.05; done'", []));
        var task = await tool.ValueAsync("task_id", "task", "create", "-a", app, "-n", "job");
        using var watch = await ToolProcess.Start(tool.Folder, tool.Address, "task", "info", "-t", task, "--watch", "--json").UntilAsync("\"stage\":\"running\"");
        await File.WriteAllTextAsync(go, "");
        Assert.Equal(0, await watch.ExitAsync());
        Assert.Contains("\"stage\":\"finished\"", watch.Output.TrimEnd('\n').Split('\n')[^1]);
    }

    [Fact]
    public async Task A_watched_thing_that_is_not_there_is_refused()
    {
        await using var tool = await ToolHost.StartAsync(options => options.Nodes = 0);
        var run = await tool.RunAsync("task", "info", "-t", "2f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11", "--watch");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("TaskNotExists", run.Error);
        Assert.StartsWith("The manager at 127.0.0.1:1 cannot be reached", (await Ran.ToolAsync("127.0.0.1:1", "task", "list", "--watch")).Error);
    }

    [Fact]
    public async Task A_follower_of_output_says_that_it_waits_for_the_action_until_there_can_be_none()
    {
        await using var tool = await ToolHost.StartAsync();
        var app = await tool.DeployAsync("slow", ("first", "sh -c 'sleep 600'", []));
        var task = await tool.ValueAsync("task_id", "task", "create", "-a", app, "-n", "job");
        using var logs = await ToolProcess.Start(tool.Folder, tool.Address, "task", "logs", "-t", task, "-n", "frist", "-f").UntilAsync("The task has not run an action named 'frist'. Waiting for it");
        await tool.RunAsync("task", "stop", "-t", task);
        Assert.Equal(1, await logs.ExitAsync());
        Assert.Contains("ActionNotRun", logs.Error);
    }

    [Fact]
    public async Task Events_are_a_line_each_for_people_and_for_programs()
    {
        await using var tool = await ToolHost.StartAsync();
        using var people = ToolProcess.Start(tool.Folder, tool.Address, "events");
        using var programs = ToolProcess.Start(tool.Folder, tool.Address, "events", "--json");
        var app = await tool.DeployAsync("one", ("first", "true", []));
        // A stream that is not open yet misses what happens: go on until both tell.
        await ToolHost.UntilAsync(async () =>
        {
            await tool.RunAsync("task", "run", "-a", app, "-n", "a job", "-q");
            return people.Output.Contains("task_finished", StringComparison.Ordinal) && programs.Output.Contains("task_finished", StringComparison.Ordinal);
        }, "both have told of a task's end");
        Assert.Equal(130, await people.SignalAsync("INT"));
        Assert.Equal(130, await programs.SignalAsync("INT"));
        Assert.Matches(@"(?m)^\d\d:\d\d:\d\d task_accepted      task=\S+ name=""a job"" application=\S+$", people.Output);
        Assert.Matches(@"(?m)^\{""kind"":""action_finished"",.*""action"":""first"".*\}$", programs.Output);
    }

    [Fact]
    public async Task A_follower_of_events_rides_out_a_manager_that_restarts()
    {
        var folder = Directory.CreateTempSubdirectory("litepipeline-watch-");
        try
        {
            using var first = await ManagerAsync(folder.FullName, "127.0.0.1:0");
            var address = System.Text.RegularExpressions.Regex.Match(first.Output, @"127\.0\.0\.1:\d+").Value;
            using var watch = ToolProcess.Start(folder.FullName, address, "events");
            // Something has to happen for the stream to show that it is open.
            await ToolHost.UntilAsync(async () =>
            {
                await Ran.ToolAsync(address, "workflow", "create", "-n", "x");
                return watch.Output.Contains("workflow_created", StringComparison.Ordinal);
            }, "the stream is open");
            await first.SignalAsync("TERM");
            using var second = await ManagerAsync(folder.FullName, address);
            await watch.UntilAsync("Something that happened is missing here: the manager was started again");
            Assert.Equal(130, await watch.SignalAsync("INT"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<ToolProcess> ManagerAsync(string folder, string http) =>
        ToolProcess.Start(folder, "manager", "--data", "data", "--http", http, "--tcp", "127.0.0.1:0").UntilAsync("LitePipeline is ready");
}
