using System.Text.Json;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.EndToEnd.Tests;

public class AttemptTests
{
    private const string Flaky = """
        echo try >> "$1/tries"
        count=$(wc -l < "$1/tries")
        echo "this is try $count"
        [ "$count" -ge 3 ] || exit 75
        """;

    [Fact]
    public async Task An_action_is_tried_again_on_its_exit_code_and_each_attempts_log_is_kept()
    {
        using var cluster = await ProcessCluster.StartAsync();
        var app = await cluster.DeployAsync("flaky", ProcessCluster.OnlyAction(
            $"sh flaky.sh {cluster.Folder}", """, "retry": {"attempts": 5, "backoff": {"delay": 0.1, "factor": 2, "max": 1}, "on_exit_codes": [75]}"""), ("flaky.sh", Flaky));
        var (code, printed) = await cluster.RunAsync("task", "run", "-a", $"{app}", "-n", "job", "-q", "--json");
        Assert.True(code == 0, printed);
        var only = JsonElement.Parse(printed).GetProperty("only");
        Assert.Equal((3, 2), (only.GetProperty("attempt").GetInt32(), only.GetProperty("retries").GetInt32()));
        var task = only.GetProperty("task_id").GetString()!;
        foreach (var attempt in (string[])["1", "2", "3"])
            Assert.Equal($"this is try {attempt}\n", (await cluster.RunAsync("task", "logs", "-t", task, "-n", "only", "--attempt", attempt)).Printed.TrimEnd() + "\n");
        Assert.Contains("this is try 3", (await cluster.RunAsync("task", "logs", "-t", task, "-n", "only")).Printed, StringComparison.Ordinal);
        Assert.Equal(1, (await cluster.RunAsync("task", "logs", "-t", task, "-n", "only", "--attempt", "4")).ExitCode);
    }

    [Fact]
    public async Task An_exit_code_that_is_not_to_be_retried_and_a_spent_time_limit_end_the_task()
    {
        using var cluster = await ProcessCluster.StartAsync();
        var wrong = await cluster.DeployAsync("wrong", ProcessCluster.OnlyAction(
            $"sh -c 'echo try >> {cluster.In("tries")}; exit 2'", """, "retry": {"attempts": 5, "on_exit_codes": [75]}"""));
        Assert.Equal(10, (await cluster.RunAsync("task", "run", "-a", $"{wrong}", "-n", "job", "-q")).ExitCode);
        Assert.Single(cluster.Lines("tries"));

        var slow = await cluster.DeployAsync("slow", ProcessCluster.OnlyAction("sh -c 'sleep 600; true'", """, "timeout": 0.5"""));
        var (code, printed) = await cluster.RunAsync("task", "run", "-a", $"{slow}", "-n", "job", "-q");
        Assert.True(code == 10 && printed.Contains("time", StringComparison.Ordinal), printed);
        await ProcessCluster.UntilAsync(() => cluster.Processes().Count == 0, "nothing of the slow action is left");
    }

    [Fact]
    public async Task What_is_urgent_goes_first()
    {
        using var cluster = await ProcessCluster.StartAsync(slots: 1);
        var blocker = await cluster.DeployAsync("blocker", ProcessCluster.OnlyAction($"sh -c 'while [ ! -e {cluster.In("go")} ]; do sleep 0.05; done'"));
        var app = await cluster.DeployAsync("order", ProcessCluster.OnlyAction("sh order.sh"),
            ("order.sh", $$"""echo "$(sed 's/.*"mark": *"\([a-z]*\)".*/\1/' "$1/input.data")" >> {{cluster.In("order")}}"""));
        await cluster.UntilTaskAsync(await cluster.TaskAsync(blocker), RunStage.Running);
        foreach (var (mark, priority) in ((string, string)[])[("low", "-5"), ("usual", "0"), ("high", "7"), ("next", "0")])
            await cluster.TaskAsync(app, "-i", $$"""{"mark": "{{mark}}"}""", "--priority", priority);
        await File.WriteAllTextAsync(cluster.In("go"), "");
        await ProcessCluster.UntilAsync(() => cluster.Lines("order").Length == 4, "all have run");
        Assert.Equal(["high", "usual", "next", "low"], cluster.Lines("order"));
    }

    [Fact]
    public async Task An_applications_limit_holds_its_tasks_though_slots_are_free()
    {
        using var cluster = await ProcessCluster.StartAsync(slots: 4);
        var app = await cluster.DeployAsync("limited", ProcessCluster.OnlyAction(
            $"sh -c 'echo + >> {cluster.In("runs")}; while [ ! -e {cluster.In("go")} ]; do sleep 0.05; done; echo - >> {cluster.In("runs")}'", application: """, "max_running_tasks": 2"""));
        for (var task = 0; task < 6; task++) await cluster.Manager.SubmitTaskAsync(new(app, $"task-{task}"));
        await ProcessCluster.UntilAsync(() => cluster.Lines("runs").Length == 2, "two run");
        Assert.Equal(2, (await cluster.AskAsync("task", "list", "-s", "running")).GetProperty("total").GetInt32());
        Assert.Equal(4, (await cluster.AskAsync("task", "list", "-s", "pending")).GetProperty("total").GetInt32());
        await File.WriteAllTextAsync(cluster.In("go"), "");
        await ProcessCluster.UntilAsync(async () => (await cluster.Manager.ListTasksAsync(new TaskQuery { Status = RunStatus.Success })).Total == 6, "all have succeeded");
        var (running, most) = (0, 0);
        foreach (var line in cluster.Lines("runs")) most = Math.Max(most, running += line == "+" ? 1 : -1);
        Assert.Equal((0, 2), (running, most));
    }
}
