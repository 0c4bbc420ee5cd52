using LitePipeline.Core.Transport;

namespace LitePipeline.Transport.Tcp.Tests;

/// <summary>One transport under test: where the manager listens, how nodes connect, and how the wire breaks.</summary>
public abstract class TransportPair : IAsyncDisposable
{
    public abstract INodeListener Listener { get; }

    public abstract INodeConnector Connector { get; }

    /// <summary>Breaks all connections without a word.</summary>
    public abstract void CutAll();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Listener.DisposeAsync();
    }
}
