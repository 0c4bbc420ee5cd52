using System.IO.Pipelines;
using System.Net;
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
        RemoteAddress = Shown(socket.RemoteEndPoint);
        Reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, minimumReadSize: 8 * 1024, leaveOpen: true));
        Writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: 64 * 1024, leaveOpen: true));
    }

    public string RemoteAddress { get; }

    public PipeReader Reader { get; }

    public PipeWriter Writer { get; }

    /// <summary>Says that nothing more will be sent; receiving goes on.</summary>
    public async Task EndSendingAsync()
    {
        await Writer.CompleteAsync();
        _socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Closes without waiting for anything; pending reads and writes fail.</summary>
    public void Abort()
    {
        try { _socket.LingerState = new LingerOption(true, 0); }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // Closed already, by the other end or by an earlier abort.
        }
        _socket.Dispose();
    }

    // A socket for both kinds of addresses shows an old one inside a new one.
    private static string Shown(EndPoint? end) => end is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped
        ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port).ToString()
        : end?.ToString() ?? "";

    public async ValueTask DisposeAsync()
    {
        await Reader.CompleteAsync();
        await _stream.DisposeAsync();
        _socket.Dispose();
    }
}
