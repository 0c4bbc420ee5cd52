namespace LitePipeline.Simulation.Time;

/// <summary>A process: what was started in it goes on in it, and once it is killed nothing of it ever does, not even a finally block.</summary>
internal sealed class SimulatedProcess(Scheduler scheduler, string name) : SynchronizationContext
{
    /// <summary>Its name, for the trace.</summary>
    public string Name => name;

    public bool IsAlive { get; private set; } = true;

    /// <summary>Until when it does nothing: a stopped process, a machine that is out of memory, a long collection of garbage.</summary>
    public TimeSpan PausedUntil { get; private set; }

    public void Kill() => IsAlive = false;

    public void PauseUntil(TimeSpan moment) => PausedUntil = moment;

    /// <summary>Does something in this process.</summary>
    public void Run(Action act) => scheduler.Post(this, static act => ((Action)act!)(), act);

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsAlive) scheduler.Post(this, d, state);
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing waits for another thread here.");

    public override SynchronizationContext CreateCopy() => this;

    public override string ToString() => name;
}
