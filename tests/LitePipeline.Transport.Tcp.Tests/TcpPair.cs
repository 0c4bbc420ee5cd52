using System.Net;
using LitePipeline.Core.Transport;
using LitePipeline.Transport.Tcp.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LitePipeline.Transport.Tcp.Tests;

/// <summary>A TCP listener on a free port of this machine, and the connector that finds it.</summary>
internal sealed class TcpPair : TransportPair
{
    private readonly TcpNodeListener _listener;
    private readonly TimeProvider _time;
    private readonly TcpConnectorOptions _connecting = new();
    private readonly IDisposable? _owned;

    public TcpPair(Action<TcpListenerOptions>? listen = null, Action<TcpConnectorOptions>? connect = null, TimeProvider? time = null, IDisposable? owned = null)
    {
        (_time, _owned) = (time ?? TimeProvider.System, owned);
        var listening = new TcpListenerOptions { Port = 0 };
        listen?.Invoke(listening);
        connect?.Invoke(_connecting);
        _listener = new TcpNodeListener(Options.Create(listening), _time, NullLogger<TcpNodeListener>.Instance);
    }

    public override INodeListener Listener => _listener;

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public int OpenConnections => _listener.OpenConnections;

    // The port is known only once the listener has started.
    public override INodeConnector Connector
    {
        get
        {
            _connecting.ManagerPort = Port;
            return new TcpNodeConnector(Options.Create(_connecting), _time, NullLogger<TcpConnection>.Instance);
        }
    }

    public override void CutAll() => _listener.CutAll();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _owned?.Dispose();
    }
}
