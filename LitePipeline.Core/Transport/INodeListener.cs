using System.Net;

namespace LitePipeline.Core.Transport;

/// <summary>Where nodes connect to the manager.</summary>
public interface INodeListener : IAsyncDisposable
{
    /// <summary>Somebody who wanted to join was turned away. Handlers return at once.</summary>
    event Action<NodeRefusal>? Refused;

    /// <summary>Where it listens once started; null where there is no address.</summary>
    EndPoint? LocalEndPoint { get; }

    /// <summary>Starts to listen. Each node that passes the handshake is handed to <paramref name="accept"/>; the channel lives until that returns.</summary>
    /// <param name="streams">Answers the nodes' stream requests.</param>
    /// <param name="accept">Serves one node.</param>
    /// <param name="cancellationToken">Ends the start, not the listening; disposing does that.</param>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    Task StartAsync(IStreamProvider streams, Func<INodeChannel, Task> accept, CancellationToken cancellationToken);
}

/// <summary>How a node reaches its manager.</summary>
public interface INodeConnector
{
    /// <summary>Connects once and passes the handshake; trying again is the caller's part.</summary>
    /// <param name="identity">Who connects.</param>
    /// <param name="streams">Answers the manager's stream requests.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ProtocolException">The manager refused: the version or the token.</exception>
    /// <exception cref="IOException">The manager cannot be reached.</exception>
    Task<IManagerChannel> ConnectAsync(NodeIdentity identity, IStreamProvider streams, CancellationToken cancellationToken);
}
