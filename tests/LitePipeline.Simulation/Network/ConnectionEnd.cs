using System.Runtime.CompilerServices;
using LitePipeline.Core;
using LitePipeline.Core.Transport;
using LitePipeline.Simulation.Time;

namespace LitePipeline.Simulation.Network;

/// <summary>What a connection may do to one of its ends.</summary>
internal interface IEnd
{
    /// <summary>Whether nothing comes or goes here any more.</summary>
    bool IsOver { get; }

    /// <summary>Whether nothing reaches it any more, though it does not know yet.</summary>
    bool IsDeaf { get; set; }

    /// <summary>Its process.</summary>
    SimulatedProcess Process { get; }

    /// <summary>The connection is broken, and this end learns of it.</summary>
    void Break(string reason);

    /// <summary>The other end's system closes the connection: after all that is under way to this end, or at once, and then that is lost.</summary>
    void BreakInTurn(string reason, bool atOnce);

    /// <summary>What is under way to this end is lost, and what is sent to it from now on.</summary>
    void LoseIncoming();

    /// <summary>Its process is gone.</summary>
    void Vanish();
}

/// <summary>One end: keeps to the transport's contract (in order, once, or not at all; after a cut a prefix).</summary>
internal abstract class ConnectionEnd<TSend, TReceive>(World world, Connection connection, SimulatedProcess process) : IMessageChannel<TSend, TReceive>, IEnd
    where TSend : class where TReceive : class
{
    private readonly Queue<TReceive> _inbox = [];
    private TaskCompletionSource? _waiting;
    private TimeSpan _lastArrival;
    private string? _broken;
    private bool _closed, _ended, _lost;

    public ConnectionEnd<TReceive, TSend> Peer { get; set; } = null!;

    public NodeIdentity Node => connection.Node;

    public abstract string RemoteAddress { get; }

    public bool IsPrivate => true;

    public SimulatedProcess Process => process;

    public bool IsOver => _closed || _broken is not null;

    public bool IsDeaf { get; set; }

    public ValueTask SendAsync(TSend message, CancellationToken cancellationToken)
    {
        world.CheckThread();
        if (!process.IsAlive) return default;
        if (IsOver) return ValueTask.FromException(Broken());
        if (world.IsTooLarge(message)) return ValueTask.FromException(new ProtocolException(ProtocolError.TooLarge, "Simulated: the message is too large."));
        if (!world.Sending(this, message)) return default;
        Peer.Arrive(message, connection.Delay());
        return default;
    }

    public async IAsyncEnumerable<TReceive> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_inbox.TryDequeue(out var message)) yield return message;
            else if (_broken is not null) throw Broken();
            else if (_closed || _ended) yield break;
            else
            {
                _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using var cancelled = cancellationToken.Register(static waiting => ((TaskCompletionSource)waiting!).TrySetCanceled(), _waiting);
                await _waiting.Task;
            }
        }
    }

    public Task<Stream> RequestStreamAsync(StreamRequest request, CancellationToken cancellationToken) =>
        Task.FromException<Stream>(new StreamRefusedException("There are no streams in a simulation."));

    public ValueTask DisposeAsync()
    {
        if (_closed) return default;
        var wasOver = IsOver;
        _closed = true;
        _inbox.Clear();
        Wake();
        if (!wasOver) world.Ended(this);
        // Where the other end cannot be told, it misses this end's heartbeats.
        if (Peer._lost) connection.Silence(Peer);
        else if (!Peer.IsOver) Peer.Arrive(null, connection.Delay());
        return default;
    }

    public void Break(string reason)
    {
        if (IsOver) return;
        world.Trace.Note($"{process.Name}: connection of {Node.Name} broken: {reason}");
        _broken = reason;
        Wake();
        world.Ended(this);
    }

    public void BreakInTurn(string reason, bool atOnce)
    {
        if (atOnce) LoseIncoming();
        var now = world.Scheduler.Now;
        var arrival = now + connection.Delay();
        world.Scheduler.After((arrival > _lastArrival || atOnce ? arrival : _lastArrival) - now, null, () => Break(reason));
    }

    public void LoseIncoming() => _lost = true;

    public void Vanish()
    {
        if (IsOver) return;
        _closed = true;
        _inbox.Clear();
        world.Ended(this);
    }

    /// <summary>A message, or the other end's close, is under way to this end.</summary>
    private void Arrive(TReceive? message, TimeSpan delay)
    {
        if (_lost) return;
        var now = world.Scheduler.Now;
        var arrival = now + delay;
        if (arrival < _lastArrival) arrival = _lastArrival;
        _lastArrival = arrival;
        world.Scheduler.After(arrival - now, null, () =>
        {
            if (_lost || IsOver || !process.IsAlive) return;
            if (message is null) _ended = true;
            else world.Arriving(this, message, one => _inbox.Enqueue((TReceive)one));
            Wake();
        });
    }

    /// <summary>Takes something that the other end has not said.</summary>
    public void Take(TReceive message)
    {
        _inbox.Enqueue(message);
        Wake();
    }

    private void Wake()
    {
        _waiting?.TrySetResult();
        _waiting = null;
    }

    private ProtocolException Broken() => new(ProtocolError.Closed, $"Simulated: {_broken ?? "The connection is closed."}");
}
