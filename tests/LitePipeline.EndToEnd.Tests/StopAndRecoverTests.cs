using System.Text.Json;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.EndToEnd.Tests;

public class StopAndRecoverTests
{
    // The shell writes down that it was asked to end and goes on; its child does not listen at all.
    private const string Stubborn = """
        trap 'echo asked >> "$1/asked"' TERM
        sh -c 'trap "" TERM; while :; do sleep 0.2; done' &
        echo up >> "$1/up"
        while :; do wait; done
        """;

    [Fact]
    public async Task A_polite_stop_asks_the_whole_group_and_ends_what_does_not_listen()
    {
        using var cluster = await ProcessCluster.StartAsync();
        var app = await cluster.DeployAsync("stubborn", ProcessCluster.OnlyAction($"sh stubborn.sh {cluster.Folder}"), ("stubborn.sh", Stubborn));
        var task = await cluster.TaskAsync(app);
        await ProcessCluster.UntilAsync(() => cluster.Lines("up").Length == 1 && cluster.Processes().Count >= 2, "the shell and its child run");
        await cluster.AskAsync("task", "stop", "-t", $"{task}", "-g", "-15");
        await cluster.UntilTaskAsync(task, RunStage.Finished);
        var ended = await cluster.Manager.GetTaskAsync(task);
        Assert.Equal(RunStatus.Kill, ended.Task.State.Status);
        Assert.Contains("asked", cluster.Lines("asked"));
        await ProcessCluster.UntilAsync(() => cluster.Processes().Count == 0, "nothing of the group is left");
    }

    [Fact]
    public async Task A_failed_task_is_recovered_after_the_fix_and_a_rerun_runs_it_all()
    {
        using var cluster = await ProcessCluster.StartAsync();
        string Writes(string name, string then = "true") => JsonSerializer.Serialize($"sh -c 'echo {name} >> {cluster.In("runs")}; {then}'");
        var app = await cluster.DeployAsync("fixable", $$"""
            {"actions": [
              {"name": "first", "main": {{Writes("first", """echo "{\"data\": {\"rows\": 3}}" > $0/output.data""")}} },
              {"name": "second", "condition": ["first"], "main": {{Writes("second", $"grep -q rows.*3 $0/input.data && test -e {cluster.In("fixed")}")}} }],
             "event_actions": {"success": {"main": {{Writes("success")}} }, "fail": {"main": {{Writes("fail")}} } },
             "output_action": "second"}
            """);
        var (code, printed) = await cluster.RunAsync("task", "run", "-a", $"{app}", "-n", "job", "-q");
        Assert.True(code == 10, printed);
        Assert.Equal(["first", "second", "fail"], cluster.Lines("runs"));

        var task = (await cluster.Manager.ListTasksAsync(new TaskQuery())).Items.Single().Id;
        await File.WriteAllTextAsync(cluster.In("fixed"), "");
        await cluster.AskAsync("task", "recover", "-t", $"{task}");
        await cluster.UntilTaskAsync(task, RunStage.Finished);
        Assert.Equal(["first", "second", "fail", "second", "success"], cluster.Lines("runs"));
        Assert.Equal(RunStatus.Success, (await cluster.Manager.GetTaskAsync(task)).Task.State.Status);
        (code, printed) = await cluster.RunAsync("task", "recover", "-t", $"{task}");
        Assert.True(code == 1 && printed.Contains("TaskAlreadySuccess", StringComparison.Ordinal), printed);

        await cluster.AskAsync("task", "rerun", "-t", $"{task}");
        await cluster.UntilTaskAsync(task, RunStage.Finished);
        Assert.Equal(["first", "second", "success"], cluster.Lines("runs")[5..]);
    }

    [Fact]
    public async Task A_waiting_task_whose_application_is_gone_ends_with_an_error_that_says_so()
    {
        using var cluster = await ProcessCluster.StartAsync(nodes: 0);
        var app = await cluster.DeployAsync("short", ProcessCluster.OnlyAction("true"));
        var task = await cluster.TaskAsync(app);
        await cluster.AskAsync("app", "delete", "-a", $"{app}");
        await cluster.UntilTaskAsync(task, RunStage.Finished);
        var row = (await cluster.AskAsync("task", "list", "-S", "error")).GetProperty("tasks")[0];
        Assert.Equal($"{task}", row.GetProperty("task_id").GetString());
        Assert.Contains("application", row.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
