using System.Net;
using LitePipeline.Core;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Transport;

namespace LitePipeline.Hosting.InProcess;

/// <summary>Connects a manager and its nodes inside one process: messages cross by reference, streams by a pipe.</summary>
/// <remarks>
/// One object is the listener of one manager and the connector of any number of nodes. Safe for use by many threads. After
/// <see cref="DisposeAsync"/> it can be started again, so that a manager can be restarted while its nodes keep the same object.
/// </remarks>
public sealed class InProcessTransport : INodeListener, INodeConnector
{
    private readonly Lock _lock = new();
    private readonly HashSet<InProcessConnection> _connections = [];
    private Listening? _listening;

    /// <summary>Never raised: whoever has the object may join.</summary>
    public event Action<NodeRefusal>? Refused { add { } remove { } }

    /// <summary>Always null: there is no address.</summary>
    public EndPoint? LocalEndPoint => null;

    /// <inheritdoc/>
    /// <exception cref="IOException">A manager listens already.</exception>
    public Task StartAsync(IStreamProvider streams, Func<INodeChannel, Task> accept, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(streams);
        ArgumentNullException.ThrowIfNull(accept);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_listening is not null) throw new IOException("A manager listens on this in-process transport already; one transport serves one manager.");
            _listening = new Listening(streams, accept);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IManagerChannel> ConnectAsync(NodeIdentity identity, IStreamProvider streams, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(streams);
        cancellationToken.ThrowIfCancellationRequested();
        InProcessConnection connection;
        Listening listening;
        lock (_lock)
        {
            listening = _listening ?? throw new IOException("No manager listens on this in-process transport; start the manager first or try again.");
            connection = new InProcessConnection(identity, managerStreams: listening.Streams, nodeStreams: streams, ended: Forget);
            _connections.Add(connection);
        }
        _ = Task.Run(() => ServeAsync(connection, listening.Accept), CancellationToken.None);
        return Task.FromResult<IManagerChannel>(connection.NodeEnd);
    }

    /// <summary>Breaks every connection as a pulled cable would: what was not read yet is lost, both ends get a <see cref="ProtocolException"/>. The manager listens on.</summary>
    public void CutAll() => Cut(_ => true);

    /// <summary>Breaks the connections of one node as a pulled cable would. The node may connect again.</summary>
    public void Cut(NodeId node) => Cut(connection => connection.Identity.Id == node);

    /// <summary>Stops listening and breaks every connection, as the death of the manager's process would.</summary>
    public void Kill()
    {
        lock (_lock) _listening = null;
        CutAll();
    }

    /// <summary>Stops listening and closes the connections in order. It does not wait for the manager's code that serves them.</summary>
    public ValueTask DisposeAsync()
    {
        InProcessConnection[] closing;
        lock (_lock)
        {
            _listening = null;
            closing = [.. _connections];
        }
        foreach (var connection in closing) connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task ServeAsync(InProcessConnection connection, Func<INodeChannel, Task> accept)
    {
        // The code that serves a node reports its own failures; for the transport, a failure only ends the connection.
        try { await accept(connection.ManagerEnd); }
        catch (Exception) { connection.Cut(); }
        finally { connection.Dispose(); }
    }

    private void Cut(Func<InProcessConnection, bool> which)
    {
        InProcessConnection[] cutting;
        lock (_lock) cutting = [.. _connections.Where(which)];
        foreach (var connection in cutting) connection.Cut();
    }

    private void Forget(InProcessConnection connection)
    {
        lock (_lock) _connections.Remove(connection);
    }

    private sealed record Listening(IStreamProvider Streams, Func<INodeChannel, Task> Accept);
}
