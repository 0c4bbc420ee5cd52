using System.Buffers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Transport.Tcp.Frames;
using LitePipeline.Transport.Tcp.Handshake;

namespace LitePipeline.Transport.Tcp.Tests;

/// <summary>A peer that writes whatever bytes a test wants and reads what comes back.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly TcpClient _client = new();

    public static async Task<RawPeer> ConnectAsync(int port)
    {
        var peer = new RawPeer();
        await peer._client.ConnectAsync("127.0.0.1", port);
        return peer;
    }

    public async Task WriteAsync(params byte[][] parts)
    {
        foreach (var part in parts) await _client.GetStream().WriteAsync(part);
    }

    /// <summary>Writes, as far as the other end still listens.</summary>
    public async Task TryWriteAsync(byte[] part)
    {
        try { await WriteAsync(part); }
        catch (IOException) { /* it has hung up */ }
    }

    /// <summary>Passes the handshake as a node would.</summary>
    public async Task JoinAsync(string? token = null)
    {
        await WriteAsync(PrefaceBytes(), HelloBytes(token));
        await _client.GetStream().ReadExactlyAsync(new byte[Preface.Size]).AsTask().WaitAsync(Limit.Time);
        Assert.Equal(FrameKind.Welcome, (await ReadFrameAsync()).Kind);
    }

    public async Task<(FrameKind Kind, byte[] Content)> ReadFrameAsync()
    {
        var header = new byte[FrameHeader.Size];
        await _client.GetStream().ReadExactlyAsync(header).AsTask().WaitAsync(Limit.Time);
        var (length, kind, _) = FrameHeader.Read(header);
        var content = new byte[length];
        await _client.GetStream().ReadExactlyAsync(content).AsTask().WaitAsync(Limit.Time);
        return (kind, content);
    }

    /// <summary>Reads on until the refusal; other frames are passed over.</summary>
    public async Task<ProtocolError> ReadRefusalAsync(bool afterPreface = false)
    {
        if (afterPreface) await _client.GetStream().ReadExactlyAsync(new byte[Preface.Size]).AsTask().WaitAsync(Limit.Time);
        while (true)
        {
            var (kind, content) = await ReadFrameAsync();
            if (kind == FrameKind.Refuse) return JsonSerializer.Deserialize(content, HandshakeJsonContext.Default.Refusal)!.Error;
        }
    }

    /// <summary>Waits for the end of what the other end sends.</summary>
    public async Task ReadToEndAsync()
    {
        try { await _client.GetStream().CopyToAsync(Stream.Null).WaitAsync(Limit.Time); }
        catch (IOException) { /* a reset ends it too */ }
    }

    public void Dispose() => _client.Dispose();

    public static byte[] PrefaceBytes(ushort version = Preface.Version)
    {
        var bytes = new byte[Preface.Size];
        Preface.Write(bytes, version);
        return bytes;
    }

    public static byte[] HelloBytes(string? token = null) => Frame(
        FrameKind.Hello, 0, HandshakeJson.Write(new Hello(token, Sample.Identity("raw"), HandshakeJson.LimitsOf(new TcpConnectorOptions()))));

    public static byte[] Frame(FrameKind kind, uint stream, byte[] content)
    {
        var writer = new ArrayBufferWriter<byte>();
        FrameWriter.Write(writer, kind, stream, content);
        return writer.WrittenSpan.ToArray();
    }

    public static byte[] Frame(FrameKind kind, uint stream, string text) => Frame(kind, stream, Encoding.UTF8.GetBytes(text));

    public static byte[] Header(uint length, byte kind, uint stream = 0)
    {
        var bytes = new byte[FrameHeader.Size];
        new FrameHeader((int)length, (FrameKind)kind, stream).Write(bytes);
        return bytes;
    }
}
