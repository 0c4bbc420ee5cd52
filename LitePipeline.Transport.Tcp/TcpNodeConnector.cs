using System.Net.Sockets;
using LitePipeline.Core;
using LitePipeline.Core.Transport;
using LitePipeline.Transport.Tcp.Connections;
using LitePipeline.Transport.Tcp.Handshake;
using LitePipeline.Transport.Tcp.Tls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Transport.Tcp;

/// <summary>Reaches the manager over TCP.</summary>
internal sealed partial class TcpNodeConnector : INodeConnector
{
    private readonly TcpConnectorOptions _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FileBacked<string[]>? _tokens;
    private readonly ClientTls? _tls;

    public TcpNodeConnector(IOptions<TcpConnectorOptions> options, TimeProvider time, ILogger<TcpConnection> logger)
    {
        (_settings, _time, _logger) = (options.Value, time, logger);
        _tokens = _settings.ReadTokens(LogFileUnusable);
        if (_settings.UseTls) _tls = new ClientTls(_settings, LogFileUnusable);
    }

    public async Task<IManagerChannel> ConnectAsync(NodeIdentity identity, IStreamProvider streams, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(streams);
        var socket = await OpenAsync(cancellationToken);
        Wire? wire = null;
        using var over = new CancellationTokenSource(_settings.HandshakeTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (_tls is not null) stream = await _tls.AuthenticateAsync(stream, either.Token);
            wire = new Wire(socket, stream);
            var hello = new Hello(_tokens?.Current[0] ?? _settings.Token, identity, HandshakeJson.LimitsOf(_settings));
            var remote = await ClientHandshake.RunAsync(wire, hello, either.Token);
            return new TcpManagerChannel(new TcpConnection(wire, identity, remote, streams, _settings, _time, _logger), _settings.MessageWindowBytes);
        }
        catch (Exception failure)
        {
            Wire.Abort(socket);
            if (wire is not null) await wire.DisposeAsync();
            if (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new ProtocolException(ProtocolError.TooSlow, $"The manager did not answer the handshake within {_settings.HandshakeTimeout.TotalSeconds:0.###} s.");
            throw;
        }
    }

    private async Task<Socket> OpenAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(_settings.ManagerHost, _settings.ManagerPort, cancellationToken);
            return socket;
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new IOException($"The manager at {_settings.ManagerHost}:{_settings.ManagerPort} cannot be reached: {failure.Message}", failure);
        }
        catch (Exception)
        {
            socket.Dispose();
            throw;
        }
    }

    [LoggerMessage(3017, LogLevel.Error, "A changed file of tokens or certificates cannot be used; what it said before stays")]
    private partial void LogFileUnusable(Exception failure);
}
