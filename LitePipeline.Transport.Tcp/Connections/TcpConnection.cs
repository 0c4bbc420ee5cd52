using System.Buffers;
using System.Buffers.Binary;
using LitePipeline.Core;
using LitePipeline.Core.Transport;
using LitePipeline.Transport.Tcp.Frames;
using LitePipeline.Transport.Tcp.Handshake;
using LitePipeline.Transport.Tcp.Streams;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Transport.Tcp.Connections;

/// <summary>One connection after its handshake: a loop that reads, a loop that writes, a watch over silence, and the one decision how it ends.</summary>
internal sealed partial class TcpConnection : IAsyncDisposable
{
    /// <summary>Messages and data are bounded by credit; more frames than this mean that the other end asks without reading.</summary>
    private const int MaxWaitingFrames = 200_000;

    private readonly Wire _wire;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly TcpTransportOptions _options;
    private readonly FrameLimits _frameLimits;
    private readonly EndLimits _remote;
    private readonly SendQueue _queue = new();
    private readonly FrameSender _sender;
    private readonly FlowWindow _messages;
    private readonly StreamAnswers _answers;
    private readonly StreamRequests _requests;
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _ending = new();
    private IMessageInbox _inbox = null!;
    private ITimer? _closing;
    private volatile bool _ended;
    private long _lastReceived;
    private Task _running = Task.CompletedTask;

    public TcpConnection(
        Wire wire, NodeIdentity node, EndLimits remote, IStreamProvider streams, TcpTransportOptions options, TimeProvider time, ILogger logger)
    {
        _wire = wire;
        Node = node;
        _remote = remote;
        _options = options;
        _time = time;
        _logger = logger;
        _frameLimits = new FrameLimits(options.MaxMessageBytes);
        _sender = new FrameSender(wire.Writer, _queue);
        _messages = new FlowWindow(remote.MessageWindowBytes, _queue.Add);
        _answers = new StreamAnswers(streams, _queue, options.MaxStreams, remote.StreamWindowBytes);
        _requests = new StreamRequests(_queue, options.StreamWindowBytes);
    }

    public NodeIdentity Node { get; }

    public string RemoteAddress => _wire.RemoteAddress;

    public bool IsPrivate => _wire.IsPrivate;

    /// <summary>Completes once the socket is closed and no loop runs.</summary>
    public Task Completion => _running;

    public void Start(IMessageInbox inbox)
    {
        _inbox = inbox;
        _lastReceived = _time.GetTimestamp();
        _running = RunAsync();
    }

    public ValueTask SendAsync(byte[] message, CancellationToken cancellationToken) =>
        message.Length > _remote.MaxMessageBytes
            ? throw new ProtocolException(
                ProtocolError.TooLarge, $"The message has {message.Length} bytes; {Node.Name}'s connection takes at most {_remote.MaxMessageBytes}.")
            : _messages.SendAsync(new OutgoingFrame(FrameKind.Message, 0, message), cancellationToken);

    public Task<Stream> RequestStreamAsync(StreamRequest request, CancellationToken cancellationToken) => _requests.OpenAsync(request, cancellationToken);

    public void GiveMessageCredit(long bytes) => _queue.Add(OutgoingFrame.Credit(0, bytes));

    /// <summary>Breaks the connection without a word.</summary>
    public void Cut() => End(new ProtocolException(ProtocolError.Closed, "The connection was cut."), lastWord: null);

    /// <summary>Closes in order: what was sent still arrives, if the other end takes it in time.</summary>
    public async ValueTask DisposeAsync()
    {
        End(cause: null, new OutgoingFrame(FrameKind.Close, 0, default));
        await _running;
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        await Task.WhenAll(WatchAsync(), SendAsync(), ReceiveAsync());
        if (_closing is not null) await _closing.DisposeAsync();
        await _wire.DisposeAsync();
        _over.Dispose();
    }

    private async Task SendAsync()
    {
        // Whatever breaks the writing breaks the connection, and the loop's end is the place to say so.
        try
        {
            await _sender.RunAsync(CancellationToken.None);
            await _wire.EndSendingAsync();
        }
        catch (Exception failure)
        {
            End(CutBy(failure), lastWord: null);
        }
    }

    private async Task ReceiveAsync()
    {
        // As for writing: the loop's end is the one place where any failure becomes the connection's.
        try
        {
            while (await ReceiveSomeAsync()) { }
            if (!_ended) End(new ProtocolException(ProtocolError.Closed, "The other end broke the connection off."), lastWord: null);
        }
        catch (Exception failure)
        {
            End(CutBy(failure), lastWord: null);
        }
    }

    private async ValueTask<bool> ReceiveSomeAsync()
    {
        var result = await _wire.Reader.ReadAsync();
        Volatile.Write(ref _lastReceived, _time.GetTimestamp());
        var buffer = result.Buffer;
        try
        {
            while (!_ended && FrameReader.TryRead(ref buffer, _frameLimits, out var header, out var content)) Take(header, content);
        }
        catch (ProtocolException broken)
        {
            Refuse(broken);
        }
        // Once it is over, bytes are only taken off: closing a socket with unread bytes would take our last words back.
        if (_ended) buffer = buffer.Slice(buffer.End);
        _wire.Reader.AdvanceTo(buffer.Start, buffer.End);
        return !result.IsCompleted;
    }

    private void Take(FrameHeader header, ReadOnlySequence<byte> content)
    {
        switch (header.Kind)
        {
            case FrameKind.Message:
                _inbox.Receive(content);
                break;
            case FrameKind.Credit:
                TakeCredit(header, content);
                break;
            case FrameKind.Heartbeat:
                break;
            case FrameKind.StreamOpen:
                if (_queue.Count > MaxWaitingFrames)
                    throw new ProtocolException(ProtocolError.TooSlow, "The other end asks for streams and does not take the answers.");
                _answers.Open(header.Stream, content);
                break;
            case FrameKind.StreamCancel:
                _answers.Cancel(header.Stream);
                break;
            case FrameKind.StreamData or FrameKind.StreamEnd or FrameKind.StreamRefuse:
                _requests.Receive(header, content);
                break;
            case FrameKind.Close:
                End(cause: null, new OutgoingFrame(FrameKind.Close, 0, default));
                break;
            case FrameKind.Refuse:
                End(Refusals.Read(content), new OutgoingFrame(FrameKind.Close, 0, default));
                break;
            default:
                throw new ProtocolException(ProtocolError.Malformed, $"A frame of kind {header.Kind} belongs into the handshake.");
        }
    }

    private void TakeCredit(FrameHeader header, ReadOnlySequence<byte> content)
    {
        if (content.Length != sizeof(uint)) throw new ProtocolException(ProtocolError.Malformed, "A credit has not four bytes.");
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        content.CopyTo(bytes);
        var credit = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (header.Stream == 0) _messages.Give(credit);
        else _answers.Give(header.Stream, credit);
    }

    private async Task WatchAsync()
    {
        var period = TimeSpan.FromMilliseconds(Math.Max(1, Math.Min(_options.HeartbeatInterval.TotalMilliseconds, _remote.SilenceMilliseconds / 3.0)));
        using var timer = new PeriodicTimer(period, _time);
        var flushes = -1L;
        try
        {
            while (await timer.WaitForNextTickAsync(_over.Token))
            {
                if (_time.GetElapsedTime(Volatile.Read(ref _lastReceived)) > _options.SilenceTimeout)
                {
                    Refuse(new ProtocolException(ProtocolError.TooSlow, $"Nothing came for more than {_options.SilenceTimeout.TotalSeconds:0.###} s."));
                    return;
                }
                if (_sender.Flushes == flushes) _queue.Add(new OutgoingFrame(FrameKind.Heartbeat, 0, default));
                flushes = _sender.Flushes;
            }
        }
        catch (OperationCanceledException)
        {
            // The connection is over.
        }
    }

    private void Refuse(ProtocolException broken)
    {
        if (!End(broken, new OutgoingFrame(FrameKind.Refuse, 0, Refusals.Write(broken)))) return;
        LogRefused(Node.Name, Node.Id.Value, RemoteAddress, broken.Error, broken.Message);
    }

    private static ProtocolException CutBy(Exception failure) =>
        new(ProtocolError.Closed, $"The connection was cut: {failure.Message}", failure);

    /// <summary>The first call decides. A last word leaves within the closing time; without one the socket is closed at once.</summary>
    private bool End(ProtocolException? cause, OutgoingFrame? lastWord)
    {
        bool first;
        lock (_ending)
        {
            first = !_ended;
            _ended = true;
            if (first && lastWord is not null)
                _closing = _time.CreateTimer(static wire => ((Wire)wire!).Abort(), _wire, _options.CloseTimeout, Timeout.InfiniteTimeSpan);
        }
        if (first)
        {
            _queue.Complete(lastWord);
            _inbox.End(cause);
            var closed = cause ?? new ProtocolException(ProtocolError.Closed, "The connection is closed.");
            _messages.Close(new ProtocolException(ProtocolError.Closed, closed.Message, cause));
            _requests.End(closed);
            _answers.CancelAll();
            _over.Cancel();
        }
        if (lastWord is null) _wire.Abort();
        return first;
    }
}
