using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace LitePipeline.Transport.Tcp.Connections;

/// <summary>A socket as pipes: bytes in and out, nothing more.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly Stream _stream;

    public Wire(Socket socket, Stream stream)
    {
        _socket = socket;
        _stream = stream;
        // The writer gathers what belongs together; to wait for more would only add latency.
        socket.NoDelay = true;
        RemoteAddress = AddressOf(socket);
        IsPrivate = stream is SslStream || IsWithinMachine(socket);
        Reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, minimumReadSize: 8 * 1024, leaveOpen: true));
        Writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: 64 * 1024, leaveOpen: true));
    }

    public string RemoteAddress { get; }

    /// <summary>Whether nobody else can read what is sent: it is encrypted, or does not leave this machine.</summary>
    public bool IsPrivate { get; }

    public PipeReader Reader { get; }

    public PipeWriter Writer { get; }

    public bool IsEncrypted => _stream is SslStream;

    /// <summary>Whether the other end has shown a certificate, which TLS has then found to be good.</summary>
    public bool ShowsCertificate => _stream is SslStream { RemoteCertificate: not null };

    private static bool IsWithinMachine(Socket socket) =>
        (socket.RemoteEndPoint, socket.LocalEndPoint) is (IPEndPoint remote, IPEndPoint local) && (IPAddress.IsLoopback(remote.Address) || remote.Address.Equals(local.Address));

    /// <summary>Says that nothing more will be sent; receiving goes on.</summary>
    public async Task EndSendingAsync()
    {
        await Writer.CompleteAsync();
        if (_stream is SslStream encrypted) await encrypted.ShutdownAsync();
        _socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Closes without waiting for anything; pending reads and writes fail.</summary>
    public void Abort() => Abort(_socket);

    /// <inheritdoc cref="Abort()"/>
    public static void Abort(Socket socket)
    {
        try { socket.LingerState = new LingerOption(true, 0); }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // Closed already, by the other end or by an earlier abort.
        }
        socket.Dispose();
    }

    /// <summary>Address and port of the other end.</summary>
    // A socket for both kinds of addresses shows an old one inside a new one.
    public static string AddressOf(Socket socket) => socket.RemoteEndPoint is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped
        ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port).ToString()
        : socket.RemoteEndPoint?.ToString() ?? "";

    public async ValueTask DisposeAsync()
    {
        await Reader.CompleteAsync();
        await _stream.DisposeAsync();
        _socket.Dispose();
    }
}
