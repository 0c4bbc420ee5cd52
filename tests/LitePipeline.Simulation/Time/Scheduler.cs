namespace LitePipeline.Simulation.Time;

/// <summary>All that happens, one thing after the other on one thread. Time passes only when nothing is left to do, and jumps to what is next.</summary>
/// <remarks>
/// What is ready at the same moment runs in an order that the seed chooses, as threads would. What comes from outside a process (a message, a
/// disk's answer, a timer) runs without a synchronization context, so that code that wants none goes on at once; code that was started in a
/// process and wants to return to it is posted there.
/// </remarks>
internal sealed class Scheduler(Random random)
{
    private readonly PriorityQueue<Happening, (long At, long Order)> _later = new();
    private readonly List<Happening> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _order;

    /// <summary>How much time has passed.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>For how long something that is posted gets no thread.</summary>
    public Func<TimeSpan>? Starving { get; set; }

    /// <summary>How many things have happened.</summary>
    public long Steps { get; private set; }

    /// <summary>Lets something happen in a process as soon as possible.</summary>
    public void Post(SimulatedProcess process, SendOrPostCallback act, object? state)
    {
        CheckThread();
        var happening = new Happening(process, process, act, state);
        var from = Now + (Starving?.Invoke() ?? TimeSpan.Zero);
        if (process.PausedUntil > from) from = process.PausedUntil;
        if (from > Now) Add(happening, from);
        else _ready.Add(happening);
    }

    /// <summary>Lets something happen later; it does not where its process has ended by then.</summary>
    public Happening After(TimeSpan delay, SimulatedProcess? process, Action act)
    {
        var happening = new Happening(process, null, static act => ((Action)act!)(), act);
        Add(happening, Now + (delay < TimeSpan.Zero ? TimeSpan.Zero : delay));
        return happening;
    }

    /// <summary>Does the next thing; false where there is none before a moment.</summary>
    public bool Step(TimeSpan until)
    {
        if (!TryTake(until, out var next)) return false;
        if (next.IsCancelled || next.Process is { IsAlive: false }) return true;
        if (next.Process is { } process && process.PausedUntil > Now)
        {
            Add(next, process.PausedUntil);
            return true;
        }

        Steps++;
        SynchronizationContext.SetSynchronizationContext(next.Context);
        next.Act(next.State);
        return true;
    }

    private bool TryTake(TimeSpan until, out Happening next)
    {
        if (_ready.Count > 0)
        {
            var place = random.Next(_ready.Count);
            next = _ready[place];
            _ready[place] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            return true;
        }

        if (!_later.TryPeek(out next!, out var when) || when.At > until.Ticks) return false;
        _later.Dequeue();
        Now = new TimeSpan(Math.Max(Now.Ticks, when.At));
        return true;
    }

    /// <summary>Something of the product must not run on another thread: then nothing could be repeated, and nobody is there to catch what is thrown.</summary>
    public void CheckThread()
    {
        if (Environment.CurrentManagedThreadId != _thread) Environment.FailFast($"The product has left the simulation's thread:\n{Environment.StackTrace}");
    }

    private void Add(Happening happening, TimeSpan at) => _later.Enqueue(happening, (at.Ticks, ++_order));
}

/// <summary>Something that is to happen.</summary>
internal sealed class Happening(SimulatedProcess? process, SynchronizationContext? context, SendOrPostCallback act, object? state)
{
    public SimulatedProcess? Process => process;

    public SynchronizationContext? Context => context;

    public SendOrPostCallback Act => act;

    public object? State => state;

    public bool IsCancelled { get; private set; }

    public void Cancel() => IsCancelled = true;
}
