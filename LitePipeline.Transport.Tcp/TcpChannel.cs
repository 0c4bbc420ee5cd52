using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Transport;
using LitePipeline.Transport.Tcp.Connections;

namespace LitePipeline.Transport.Tcp;

/// <summary>One end of a TCP connection: puts messages into frames and back.</summary>
internal abstract class TcpChannel<TSend, TReceive> : IMessageChannel<TSend, TReceive>
{
    private readonly TcpConnection _connection;
    private readonly JsonTypeInfo<TSend> _sends;
    private readonly MessageInbox<TReceive> _inbox;

    protected TcpChannel(TcpConnection connection, int windowBytes, JsonTypeInfo<TSend> sends, JsonTypeInfo<TReceive> receives)
    {
        _connection = connection;
        _sends = sends;
        _inbox = new MessageInbox<TReceive>(receives, windowBytes, connection.GiveMessageCredit);
        connection.Start(_inbox);
    }

    public NodeIdentity Node => _connection.Node;

    public string RemoteAddress => _connection.RemoteAddress;

    public bool IsPrivate => _connection.IsPrivate;

    public ValueTask SendAsync(TSend message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        // In the sender's thread: its failures are the sender's, and many senders share the work.
        return _connection.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message, _sends), cancellationToken);
    }

    public IAsyncEnumerable<TReceive> ReadAllAsync(CancellationToken cancellationToken) => _inbox.ReadAllAsync(cancellationToken);

    public Task<Stream> RequestStreamAsync(StreamRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _connection.RequestStreamAsync(request, cancellationToken);
    }

    /// <summary>Breaks the connection without a word.</summary>
    public void Cut() => _connection.Cut();

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}

/// <summary>The manager's end.</summary>
internal sealed class TcpNodeChannel(TcpConnection connection, int windowBytes)
    : TcpChannel<ManagerMessage, NodeMessage>(connection, windowBytes, MessageJsonContext.Default.ManagerMessage, MessageJsonContext.Default.NodeMessage), INodeChannel;

/// <summary>The node's end.</summary>
internal sealed class TcpManagerChannel(TcpConnection connection, int windowBytes)
    : TcpChannel<NodeMessage, ManagerMessage>(connection, windowBytes, MessageJsonContext.Default.NodeMessage, MessageJsonContext.Default.ManagerMessage), IManagerChannel;
