using LitePipeline.Benchmarks.Measuring;

namespace LitePipeline.Benchmarks.Counting;

/// <summary>What does not depend on the machine: memory, commits, messages, bytes and system calls.</summary>
internal sealed class Counts : IBenchmark
{
    public string Name => "counts";

    public async Task RunAsync(Report report, Scale scale)
    {
        const string machine = "allocated by the manager's machine alone";
        report.Add(machine, "a task of one action, from its submission to its end", MachineCounts.BytesPerTask(), "bytes");
        report.Add(machine, "a generated action, from its generation to its end", MachineCounts.BytesPerAction(), "bytes");
        report.Add("held by the manager's machine alone", "a task that waits for a slot", MachineCounts.BytesPerQueuedTask(), "bytes");
        report.Add("allocated by manager and node", "a task of one C# action, in memory", await ClusterCounts.BytesPerTaskAsync(), "bytes");
        var chain = await ClusterCounts.OfChainAsync();
        const string step = "a step of a chain, TCP, durable at both ends";
        report.Add(step, "allocated by manager and node", chain.Allocated, "bytes");
        report.Add(step, "commits of the manager", chain.Commits, "commits");
        report.Add(step, "changes in them", chain.Changes, "changes");
        report.Add(step, "messages to the node", chain.ToNode, "messages");
        report.Add(step, "a message to the node, with its frame", chain.BytesToNode / chain.ToNode, "bytes");
        report.Add(step, "messages to the manager", chain.ToManager, "messages");
        report.Add(step, "a message to the manager, with its frame", chain.BytesToManager / chain.ToManager, "bytes");
        var calls = await SystemCalls.PerActionAsync();
        report.Add("system calls for files and processes, for an action of `/bin/true`", "all", calls.Values.Sum(), "calls");
        foreach (var (call, count) in calls.Where(call => call.Value > 0.1).OrderByDescending(call => call.Value))
            report.Add("system calls for files and processes, for an action of `/bin/true`", $"`{call}`", count, "calls");
    }
}
