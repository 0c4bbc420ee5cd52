using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LitePipeline.Core;

namespace LitePipeline.Hosting.InProcess;

/// <summary>The messages on their way to one end. A full queue makes the sender wait.</summary>
internal sealed class MessageQueue<T>
{
    private const int Capacity = 1024;

    private readonly Channel<T> _channel = Channel.CreateBounded<T>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, AllowSynchronousContinuations = false });

    private volatile bool _lost;

    public ValueTask SendAsync(T message, CancellationToken cancellationToken) =>
        _channel.Writer.TryWrite(message) ? ValueTask.CompletedTask : WaitAndSendAsync(message, cancellationToken);

    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _channel.Reader.WaitToReadAsync(cancellationToken))
        {
            while (!_lost && _channel.Reader.TryRead(out var message)) yield return message;
            if (_lost) throw new ProtocolException(ProtocolError.Closed, "The connection was cut.");
        }
    }

    public void End(bool lost)
    {
        _lost = lost;
        _channel.Writer.TryComplete(lost ? new ProtocolException(ProtocolError.Closed, "The connection was cut.") : null);
    }

    private async ValueTask WaitAndSendAsync(T message, CancellationToken cancellationToken)
    {
        try { await _channel.Writer.WriteAsync(message, cancellationToken); }
        catch (ChannelClosedException) { throw InProcessConnection.ClosedException(); }
    }
}
