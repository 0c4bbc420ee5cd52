using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using LitePipeline.Core;
using LitePipeline.Core.Transport;
using LitePipeline.Transport.Tcp.Connections;
using LitePipeline.Transport.Tcp.Handshake;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Transport.Tcp;

/// <summary>Where the manager listens for nodes over TCP.</summary>
internal sealed partial class TcpNodeListener(IOptions<TcpListenerOptions> options, TimeProvider time, ILogger<TcpNodeListener> logger) : INodeListener
{
    private readonly ILogger _logger = logger;
    private readonly HandshakeQueue _handshakes = new();
    private readonly ConcurrentDictionary<TcpNodeChannel, byte> _channels = new();
    private NodeDoor? _door;
    private Socket? _socket;
    private Task _accepting = Task.CompletedTask;
    private volatile bool _disposed;
    private long _sentAway;
    private long? _warnedAt;

    public event Action<NodeRefusal>? Refused;

    public EndPoint? LocalEndPoint { get; private set; }

    /// <summary>Connections that are open, in the handshake or behind it.</summary>
    internal int OpenConnections => _handshakes.Count + _channels.Count;

    public async Task StartAsync(IStreamProvider streams, Func<INodeChannel, Task> accept, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(streams);
        ArgumentNullException.ThrowIfNull(accept);
        ObjectDisposedException.ThrowIf(_disposed, this);
        var settings = options.Value;
        var problems = settings.Problems(TcpListenerOptions.Section).ToList();
        if (problems.Count > 0) throw new OptionsValidationException(Options.DefaultName, typeof(TcpListenerOptions), problems);
        _door = new NodeDoor(settings, LogFileUnusable);
        _socket = await ListenAsync(settings, cancellationToken);
        LocalEndPoint = _socket.LocalEndPoint;
        LogListening(LocalEndPoint);
        if (settings is { IsLoopback: false, CertificateFile: null }) LogPlain();
        _accepting = AcceptAsync(_socket, settings, streams, accept);
    }

    /// <summary>Stops listening and closes the connections in order. It does not wait for the code that serves them.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        _socket?.Dispose();
        await _accepting;
        _handshakes.Abort();
        await Task.WhenAll(_channels.Keys.Select(channel => channel.DisposeAsync().AsTask()));
    }

    /// <summary>Breaks all connections without a word.</summary>
    internal void CutAll()
    {
        foreach (var channel in _channels.Keys) channel.Cut();
    }

    private static async Task<Socket> ListenAsync(TcpListenerOptions settings, CancellationToken cancellationToken)
    {
        try
        {
            var address = IPAddress.TryParse(settings.Host, out var parsed)
                ? parsed
                : (await Dns.GetHostAddressesAsync(settings.Host, AddressFamily.InterNetwork, cancellationToken)).First();
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(address, settings.Port));
                socket.Listen();
                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose();
                throw;
            }
        }
        catch (SocketException failure)
        {
            throw new IOException($"The manager cannot listen on {settings.Host}:{settings.Port}: {failure.Message}", failure);
        }
    }

    private async Task AcceptAsync(Socket listening, TcpListenerOptions settings, IStreamProvider streams, Func<INodeChannel, Task> accept)
    {
        while (!_disposed)
        {
            Socket socket;
            try
            {
                socket = await listening.AcceptAsync();
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                if (_disposed) return;
                // The connection broke before it was taken, or descriptors ran out; the listening goes on.
                LogAcceptFailed(failure);
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, CancellationToken.None);
                continue;
            }
            if (_handshakes.Enter(socket, settings.MaxHandshakes)) WarnOfCrowd(settings);
            _ = ServeAsync(socket, settings, streams, accept);
        }
    }

    // Who crowds the door must not crowd the log as well.
    private void WarnOfCrowd(TcpListenerOptions settings)
    {
        _sentAway++;
        if (_warnedAt is { } before && time.GetElapsedTime(before) < settings.HandshakeTimeout) return;
        _warnedAt = time.GetTimestamp();
        LogTooManyHandshakes(_sentAway, settings.MaxHandshakes);
        _sentAway = 0;
    }

    private async Task ServeAsync(Socket socket, TcpListenerOptions settings, IStreamProvider streams, Func<INodeChannel, Task> accept)
    {
        TcpNodeChannel? channel = null;
        var peer = "";
        // The edge of one connection: no failure of it, nor of the code that serves it, reaches the others.
        try
        {
            peer = Wire.AddressOf(socket);
            channel = await WelcomeAsync(socket, settings, streams);
            await accept(channel);
        }
        catch (Exception) when (channel is null && !_handshakes.Leave(socket))
        {
            // It had to make way for another one, which was told in sum.
        }
        catch (ProtocolException refused)
        {
            LogRefused(peer, refused.Error, refused.Message);
            // Who went away by themselves, as those do who look whether the port answers, were not turned away.
            if (channel is null && refused.Error != ProtocolError.Closed) Refused?.Invoke(new NodeRefusal(peer, refused.Error, refused.Message));
        }
        catch (Exception) when (_disposed && channel is null)
        {
            // The manager stopped while the node was still saying hello.
        }
        catch (Exception failure)
        {
            LogServingFailed(peer, failure);
        }
        finally
        {
            _handshakes.Leave(socket);
            if (channel is not null)
            {
                await channel.DisposeAsync();
                _channels.TryRemove(channel, out _);
            }
        }
    }

    private async Task<TcpNodeChannel> WelcomeAsync(Socket socket, TcpListenerOptions settings, IStreamProvider streams)
    {
        using var over = new CancellationTokenSource(settings.HandshakeTimeout, time);
        Wire? wire = null;
        try
        {
            wire = await _door!.OpenAsync(socket, over.Token);
            var hello = await ServerHandshake.RunAsync(wire, _door, settings, HandshakeJson.LimitsOf(settings), time, over.Token);
            var connection = new TcpConnection(wire, hello.Node!, hello.Limits!, streams, settings, time, _logger);
            var channel = new TcpNodeChannel(connection, settings.MessageWindowBytes);
            _channels[channel] = 0;
            _handshakes.Leave(socket);
            if (_disposed) await channel.DisposeAsync();
            return channel;
        }
        catch (Exception failure)
        {
            Wire.Abort(socket);
            if (wire is not null) await wire.DisposeAsync();
            if (failure is OperationCanceledException) throw ServerHandshake.TooSlow(settings);
            throw;
        }
    }
}
