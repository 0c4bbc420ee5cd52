namespace LitePipeline.Hosting.Manager;

/// <summary>
/// The gate to finished tasks and works. These are not in the machine's memory: whoever reruns, recovers or deletes one looks it
/// up in the store and asks the machine while inside, so that what was looked up is still true when it is decided.
/// </summary>
internal sealed class FinishedRuns : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Waits until nobody else is inside; disposing the result leaves.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        return new Visit(_gate);
    }

    public void Dispose() => _gate.Dispose();

    private sealed class Visit(SemaphoreSlim gate) : IDisposable
    {
        private SemaphoreSlim? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Release();
    }
}
