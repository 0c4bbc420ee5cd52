using System.Globalization;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Executors;
using LitePipeline.Soak.Cluster;
using LitePipeline.Soak.Users;

namespace LitePipeline.Soak.Checks;

/// <summary>What must come about once nothing goes wrong any more: it is waited for.</summary>
internal sealed class Settled(Crowd crowd, Door door, SoakOptions options, TimeProvider time, Findings findings)
{
    private static readonly RunStage[] Unfinished = [RunStage.Pending, RunStage.Running, RunStage.Stopping, RunStage.Recovering];

    public async Task RunAsync()
    {
        await UntilAsync("final", "all tasks and works have ended", UnfinishedAsync);
        await UntilAsync("service", "the service has one live task, and that one process", async () =>
        {
            var running = (await door.AskAsync(manager => manager.GetClusterAsync())).Running;
            var processes = ActionProcesses();
            return running.Count == 1 && processes.Count == 1 ? null : $"there are {running.Count} running attempts and {processes.Count} processes: {string.Join("; ", processes)}";
        });
        await crowd.EndServiceAsync();
        await UntilAsync("slots", "all nodes are there with all their slots free", async () => FindTaken(await door.AskAsync(manager => manager.GetClusterAsync())));
        await UntilAsync("orphan", "no process of an action is left", () =>
        {
            var processes = ActionProcesses();
            return Task.FromResult(processes.Count == 0 ? null : string.Join("; ", processes));
        });
    }

    private async Task<string?> UnfinishedAsync()
    {
        var left = new List<string>();
        foreach (var stage in Unfinished)
        {
            var tasks = await door.AskAsync(manager => manager.ListTasksAsync(new TaskQuery { Stage = stage, Limit = 100 }));
            left.AddRange(tasks.Items.Where(task => task.Service is null).Select(task => $"task {task.Id} '{task.Name}' {task.State}"));
            var works = await door.AskAsync(manager => manager.ListWorksAsync(new WorkQuery { Stage = stage, Limit = 100 }));
            left.AddRange(works.Items.Select(work => $"work {work.Id} {work.State}"));
        }

        var runs = (await door.AskAsync(manager => manager.ListTasksAsync(new TaskQuery { Schedule = crowd.Schedule, Limit = 1 }))).Total;
        if (runs < crowd.ScheduledRuns) left.Add($"{crowd.ScheduledRuns - runs} runs of the schedule");
        return left.Count == 0 ? null : string.Join("; ", left.Take(10).Append($"{left.Count} in all"));
    }

    private static string? FindTaken(ClusterView view) =>
        view.Nodes.Count == SoakCluster.NodeCount && view.Running.Count == 0 && view.PendingCount == 0 && view.HeldTasks == 0 && view.Nodes.All(node => node.UsedSlots == 0)
            ? null
            : $"{string.Join(", ", view.Nodes.Select(node => $"{node.Description.Name} {node.UsedSlots}"))}; {view.Running.Count} running, {view.PendingCount} pending, {view.HeldTasks} held";

    // All processes that there are: nobody else's are in the sandbox.
    private static List<string> ActionProcesses() =>
    [
        .. ProcStat.ReadAll()
            .Where(process => process.State is not ('Z' or 'X') && ProcStat.ReadEnvironment(process.Pid)?.Any(variable => variable.StartsWith("LITEPIPELINE_TASK_ID=", StringComparison.Ordinal)) == true)
            .Select(process => string.Create(CultureInfo.InvariantCulture, $"{process.Pid} {string.Join(' ', ProcStat.ReadEnvironment(process.Pid)?.Where(variable => variable.StartsWith("LITEPIPELINE_", StringComparison.Ordinal)) ?? [])}")),
    ];

    /// <summary>Waits until nothing is missing any more, as long as there is patience.</summary>
    private async Task UntilAsync(string rule, string what, Func<Task<string?>> find)
    {
        var begun = time.GetTimestamp();
        while (await find() is { } missing)
        {
            if (time.GetElapsedTime(begun) > options.Patience)
            {
                findings.Check(false, rule, () => $"After {options.Patience.TotalSeconds:0} s without faults it is not so that {what}: {missing}.");
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(0.5), time);
        }

        findings.Check(true, rule, () => "");
    }
}
