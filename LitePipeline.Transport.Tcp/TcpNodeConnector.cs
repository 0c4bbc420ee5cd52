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
internal sealed partial class TcpNodeConnector(IOptions<TcpConnectorOptions> options, TimeProvider time, ILogger<TcpConnection> logger) : INodeConnector
{
    private readonly ILogger _logger = logger;
    private readonly Lock _lock = new();
    private Door? _door;

    public async Task<IManagerChannel> ConnectAsync(NodeIdentity identity, IStreamProvider streams, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(streams);
        var (settings, tokens, tls) = Opened();
        var socket = await OpenAsync(settings, cancellationToken);
        Wire? wire = null;
        using var over = new CancellationTokenSource(settings.HandshakeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (tls is not null) stream = await tls.AuthenticateAsync(stream, either.Token);
            wire = new Wire(socket, stream);
            var hello = new Hello(tokens?.Current[0] ?? settings.Token, identity, HandshakeJson.LimitsOf(settings));
            var remote = await ClientHandshake.RunAsync(wire, hello, either.Token);
            return new TcpManagerChannel(new TcpConnection(wire, identity, remote, streams, settings, time, _logger), settings.MessageWindowBytes);
        }
        catch (Exception failure)
        {
            Wire.Abort(socket);
            if (wire is not null) await wire.DisposeAsync();
            if (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new ProtocolException(ProtocolError.TooSlow, $"The manager did not answer the handshake within {settings.HandshakeTimeout.TotalSeconds:0.###} s.");
            throw;
        }
    }

    // Not before the first connection: a node in its manager's process learns the port from the listener.
    private Door Opened()
    {
        lock (_lock) return _door ??= Open(options.Value);
    }

    private Door Open(TcpConnectorOptions settings) =>
        new(settings, settings.ReadTokens(LogFileUnusable), settings.UseTls ? new ClientTls(settings, LogFileUnusable) : null);

    private static async Task<Socket> OpenAsync(TcpConnectorOptions settings, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(settings.ManagerHost, settings.ManagerPort, cancellationToken);
            return socket;
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new IOException($"The manager at {settings.ManagerHost}:{settings.ManagerPort} cannot be reached: {failure.Message}", failure);
        }
        catch (Exception)
        {
            socket.Dispose();
            throw;
        }
    }

    [LoggerMessage(3017, LogLevel.Error, "A changed file of tokens or certificates cannot be used; what it said before stays")]
    private partial void LogFileUnusable(Exception failure);

    private sealed record Door(TcpConnectorOptions Settings, FileBacked<string[]>? Tokens, ClientTls? Tls);
}
