using Hangfire;
using Hangfire.InMemory;

namespace LitePipeline.Benchmarks.Peers;

/// <summary>Hangfire with Hangfire.InMemory: enqueue jobs that do nothing, wait until all have run.</summary>
public static class HangfireInMemory
{
    private static int _left;
    private static TaskCompletionSource _done = new();

    /// <summary>The job.</summary>
    public static void Nothing()
    {
        if (Interlocked.Decrement(ref _left) == 0) _done.SetResult();
    }

    internal static async Task RunAsync(int count)
    {
        (_left, _done) = (count, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        using var storage = new InMemoryStorage();
        var client = new BackgroundJobClient(storage);
        using var server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = 2, SchedulePollingInterval = TimeSpan.FromSeconds(1) }, storage);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(half => Task.Run(() =>
        {
            for (var i = half; i < count; i += 2) client.Enqueue(() => Nothing());
        })));
        await _done.Task;
    }
}
