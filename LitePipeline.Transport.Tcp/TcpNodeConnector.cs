using System.Net.Sockets;
using LitePipeline.Core.Transport;
using LitePipeline.Transport.Tcp.Connections;
using LitePipeline.Transport.Tcp.Handshake;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Transport.Tcp;

/// <summary>Reaches the manager over TCP.</summary>
internal sealed class TcpNodeConnector(IOptions<TcpConnectorOptions> options, TimeProvider time, ILogger<TcpConnection> logger) : INodeConnector
{
    public async Task<IManagerChannel> ConnectAsync(NodeIdentity identity, IStreamProvider streams, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(streams);
        var settings = options.Value;
        var wire = await OpenAsync(settings, cancellationToken);
        try
        {
            var remote = await ClientHandshake.RunAsync(wire, identity, settings, HandshakeJson.LimitsOf(settings), time, cancellationToken);
            return new TcpManagerChannel(
                new TcpConnection(wire, identity, remote, streams, settings, time, logger), settings.MessageWindowBytes);
        }
        catch (Exception)
        {
            wire.Abort();
            await wire.DisposeAsync();
            throw;
        }
    }

    private static async Task<Wire> OpenAsync(TcpConnectorOptions settings, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(settings.ManagerHost, settings.ManagerPort, cancellationToken);
            return new Wire(socket, new NetworkStream(socket, ownsSocket: true));
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
}
