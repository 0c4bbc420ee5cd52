using LitePipeline.Benchmarks.Counting;

namespace LitePipeline.Benchmarks.Tests;

/// <summary>The regression check for speed: counts that are the same on every machine, however busy it is.</summary>
public sealed class CountTests
{
    [Fact]
    public void A_task_takes_no_more_memory_of_the_managers_machine_than_it_did() =>
        Bound.Hold("Bytes allocated by the manager's machine for a task of one action", 3304, 0.01, MachineCounts.BytesPerTask());

    [Fact]
    public void A_generated_action_takes_no_more_memory_of_the_managers_machine_than_it_did() =>
        Bound.Hold("Bytes allocated by the manager's machine for a generated action", 2222, 0.01, MachineCounts.BytesPerAction());

    [Fact]
    public void A_queued_task_holds_no_more_memory_than_it_did() =>
        Bound.Hold("Bytes held by a queued task", 560, 0.03, MachineCounts.BytesPerQueuedTask());

    [Fact]
    public async Task A_task_takes_no_more_memory_of_manager_and_node_than_it_did() =>
        Bound.Hold("Bytes allocated by manager and node for a task of one C# action", 12_935, 0.1, await ClusterCounts.BytesPerTaskAsync());

    [Fact]
    public async Task A_step_of_a_chain_takes_no_more_commits_messages_and_bytes_than_it_did()
    {
        var chain = await ClusterCounts.OfChainAsync();
        Bound.Hold("Commits for a step of a chain", 1.01, 0, chain.Commits);
        Bound.Hold("Changes in the commits for a step of a chain", 2.03, 0, chain.Changes);
        // The last acknowledgement may come after the task's end.
        Bound.Hold("Messages to the node for a step of a chain", 2, 0.01, chain.ToNode);
        Bound.Hold("Messages to the manager for a step of a chain", 1, 0, chain.ToManager);
        Bound.Hold("Bytes of the messages to the node for a step of a chain", 705, 0.03, chain.BytesToNode);
        Bound.Hold("Bytes of the messages to the manager for a step of a chain", 285, 0.03, chain.BytesToManager);
        Bound.Hold("Bytes allocated by manager and node for a step of a chain", 23_800, 0.1, chain.Allocated);
    }

    [Fact]
    public async Task An_action_that_is_a_process_takes_no_more_system_calls_than_it_did()
    {
        var calls = await SystemCalls.PerActionAsync();
        var list = string.Join(", ", calls.Where(call => call.Value > 0.1).OrderByDescending(call => call.Value).Select(call => $"{call.Key} {call.Value:0.##}"));
        Bound.Hold($"System calls for an action of /bin/true ({list})", 49, 0.05, calls.Values.Sum());
    }
}
