namespace LitePipeline.Benchmarks.Peers;

/// <summary>What jobs that are found by their type alone count down; one run at a time.</summary>
public static class Countdown
{
    private static int _left;
    private static TaskCompletionSource _done = new();

    /// <summary>Begins a run of so many jobs; the task completes with the last.</summary>
    public static Task Begin(int count)
    {
        (_left, _done) = (count, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _done.Task;
    }

    /// <summary>A job has run.</summary>
    public static void Signal()
    {
        if (Interlocked.Decrement(ref _left) == 0) _done.SetResult();
    }
}
