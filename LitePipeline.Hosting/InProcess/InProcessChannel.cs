using LitePipeline.Core.Messages;
using LitePipeline.Core.Transport;

namespace LitePipeline.Hosting.InProcess;

/// <summary>One end of an in-process connection.</summary>
internal abstract class InProcessChannel<TSend, TReceive>(
    InProcessConnection connection, MessageQueue<TSend> outgoing, MessageQueue<TReceive> incoming, IStreamProvider remoteStreams)
    : IMessageChannel<TSend, TReceive>
{
    public NodeIdentity Node => connection.Identity;

    public string RemoteAddress => "in-process";

    public bool IsPrivate => true;

    public ValueTask SendAsync(TSend message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return outgoing.SendAsync(message, cancellationToken);
    }

    public IAsyncEnumerable<TReceive> ReadAllAsync(CancellationToken cancellationToken) => incoming.ReadAllAsync(cancellationToken);

    public Task<Stream> RequestStreamAsync(StreamRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return StreamTransfer.StartAsync(remoteStreams, request, connection.Ended, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        connection.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>The manager's end.</summary>
internal sealed class InProcessNodeChannel(
    InProcessConnection connection, MessageQueue<ManagerMessage> outgoing, MessageQueue<NodeMessage> incoming, IStreamProvider remoteStreams)
    : InProcessChannel<ManagerMessage, NodeMessage>(connection, outgoing, incoming, remoteStreams), INodeChannel;

/// <summary>The node's end.</summary>
internal sealed class InProcessManagerChannel(
    InProcessConnection connection, MessageQueue<NodeMessage> outgoing, MessageQueue<ManagerMessage> incoming, IStreamProvider remoteStreams)
    : InProcessChannel<NodeMessage, ManagerMessage>(connection, outgoing, incoming, remoteStreams), IManagerChannel;
