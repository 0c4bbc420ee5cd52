using LitePipeline.Core;
using LitePipeline.Transport.Tcp.Connections;
using LitePipeline.Transport.Tcp.Frames;

namespace LitePipeline.Transport.Tcp.Handshake;

/// <summary>The node's part of the handshake.</summary>
internal static class ClientHandshake
{
    /// <exception cref="ProtocolException">The manager refused, or is none.</exception>
    public static async Task<EndLimits> RunAsync(Wire wire, Hello hello, CancellationToken cancellationToken)
    {
        Preface.Write(wire.Writer.GetSpan(Preface.Size));
        wire.Writer.Advance(Preface.Size);
        FrameWriter.Write(wire.Writer, FrameKind.Hello, 0, HandshakeJson.Write(hello));
        await wire.Writer.FlushAsync(cancellationToken);

        await HandshakeIo.ReadPrefaceAsync(wire, cancellationToken);
        var welcome = await HandshakeIo.ReadAsync(wire, FrameKind.Welcome, HandshakeJsonContext.Default.Welcome, cancellationToken);
        return welcome.Limits is { IsValid: true } remote
            ? remote
            : throw new ProtocolException(ProtocolError.Malformed, "The handshake's Welcome lacks its limits.");
    }
}
