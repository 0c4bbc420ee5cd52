using LitePipeline.Core;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Transport;

namespace LitePipeline.Hosting.InProcess;

/// <summary>Two ends, the message queues between them, and the one decision how it ends.</summary>
internal sealed class InProcessConnection : IDisposable
{
    private readonly Action<InProcessConnection> _forget;
    private readonly MessageQueue<ManagerMessage> _toNode = new();
    private readonly MessageQueue<NodeMessage> _toManager = new();
    private readonly CancellationTokenSource _ended = new();
    private int _over;

    public InProcessConnection(
        NodeIdentity identity, IStreamProvider managerStreams, IStreamProvider nodeStreams, Action<InProcessConnection> ended)
    {
        Identity = identity;
        _forget = ended;
        Ended = _ended.Token;
        ManagerEnd = new InProcessNodeChannel(this, _toNode, _toManager, nodeStreams);
        NodeEnd = new InProcessManagerChannel(this, _toManager, _toNode, managerStreams);
    }

    public NodeIdentity Identity { get; }

    public InProcessNodeChannel ManagerEnd { get; }

    public InProcessManagerChannel NodeEnd { get; }

    /// <summary>Cancelled once the connection is over; all its streams end by it.</summary>
    public CancellationToken Ended { get; }

    /// <summary>In order: what was sent before is still read at the other end.</summary>
    public void Dispose() => End(lost: false);

    /// <summary>As a pulled cable: what was not read yet is lost.</summary>
    public void Cut() => End(lost: true);

    public static ProtocolException ClosedException() => new(ProtocolError.Closed, "The connection is closed.");

    private void End(bool lost)
    {
        if (Interlocked.Exchange(ref _over, 1) != 0) return;
        _toNode.End(lost);
        _toManager.End(lost);
        _forget(this);
        _ended.Cancel();
        _ended.Dispose();
    }
}
