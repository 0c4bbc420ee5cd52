using LitePipeline.Core;
using LitePipeline.Core.Transport;
using LitePipeline.Transport.Tcp.Connections;
using LitePipeline.Transport.Tcp.Frames;

namespace LitePipeline.Transport.Tcp.Handshake;

/// <summary>The node's part of the handshake.</summary>
internal static class ClientHandshake
{
    /// <exception cref="ProtocolException">The manager refused, or is none.</exception>
    public static async Task<EndLimits> RunAsync(
        Wire wire, NodeIdentity identity, TcpTransportOptions options, EndLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(options.HandshakeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            Preface.Write(wire.Writer.GetSpan(Preface.Size));
            wire.Writer.Advance(Preface.Size);
            FrameWriter.Write(wire.Writer, FrameKind.Hello, 0, HandshakeJson.Write(new Hello(options.Token, identity, limits)));
            await wire.Writer.FlushAsync(either.Token);

            await HandshakeIo.ReadPrefaceAsync(wire, either.Token);
            var welcome = await HandshakeIo.ReadAsync(wire, FrameKind.Welcome, HandshakeJsonContext.Default.Welcome, either.Token);
            return welcome.Limits is { IsValid: true } remote
                ? remote
                : throw new ProtocolException(ProtocolError.Malformed, "The handshake's Welcome lacks its limits.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProtocolException(ProtocolError.TooSlow, $"The manager did not answer the handshake within {options.HandshakeTimeout.TotalSeconds:0.###} s.");
        }
    }
}
