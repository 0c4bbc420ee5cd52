using LitePipeline.Core.Messages;

namespace LitePipeline.Core.Transport;

/// <summary>One end of a connection between manager and node: ordered messages both ways, and byte streams beside them.</summary>
/// <typeparam name="TSend">What this end says.</typeparam>
/// <typeparam name="TReceive">What the other end says.</typeparam>
/// <remarks>
/// Messages arrive in order, once, or not at all: after a cut the receiver gets a prefix of what was sent. Disposing closes the
/// connection for both ends. Sending and requesting are safe for many threads; messages are read by one reader.
/// </remarks>
public interface IMessageChannel<in TSend, out TReceive> : IAsyncDisposable
{
    /// <summary>The node at one end.</summary>
    NodeIdentity Node { get; }

    /// <summary>The other end's address, for people.</summary>
    string RemoteAddress { get; }

    /// <summary>Whether nobody beside the two ends can read what is sent: it is encrypted, or does not leave this machine.</summary>
    bool IsPrivate { get; }

    /// <summary>Queues a message; waits while the other end is too slow to take more.</summary>
    /// <exception cref="ProtocolException">The connection is closed.</exception>
    ValueTask SendAsync(TSend message, CancellationToken cancellationToken);

    /// <summary>The other end's messages; ends when the other end closes in order.</summary>
    /// <exception cref="ProtocolException">The connection was cut, fell silent, or the other end broke the protocol.</exception>
    IAsyncEnumerable<TReceive> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>Asks the other end for bytes. Returns when the other end has begun to answer; disposing the stream tells it to stop.</summary>
    /// <exception cref="StreamRefusedException">The other end does not have it.</exception>
    /// <exception cref="ProtocolException">The connection is closed.</exception>
    Task<Stream> RequestStreamAsync(StreamRequest request, CancellationToken cancellationToken);
}

/// <summary>The manager's end.</summary>
public interface INodeChannel : IMessageChannel<ManagerMessage, NodeMessage>;

/// <summary>The node's end.</summary>
public interface IManagerChannel : IMessageChannel<NodeMessage, ManagerMessage>;
