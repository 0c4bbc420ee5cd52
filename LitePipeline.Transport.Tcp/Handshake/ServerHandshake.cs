using LitePipeline.Core;
using LitePipeline.Transport.Tcp.Connections;
using LitePipeline.Transport.Tcp.Frames;

namespace LitePipeline.Transport.Tcp.Handshake;

/// <summary>The manager's part of the handshake.</summary>
internal static class ServerHandshake
{
    /// <exception cref="ProtocolException">The node may not join; it was told why where it speaks the protocol's first bytes.</exception>
    public static async Task<Hello> RunAsync(Wire wire, NodeDoor door, TcpTransportOptions options, EndLimits limits, TimeProvider time, CancellationToken over)
    {
        try
        {
            var hello = await ReadAsync(wire, door, over);
            WritePreface(wire);
            FrameWriter.Write(wire.Writer, FrameKind.Welcome, 0, HandshakeJson.Write(new Welcome(limits)));
            await wire.Writer.FlushAsync(over);
            return hello;
        }
        catch (OperationCanceledException)
        {
            var slow = TooSlow(options);
            await RefuseAsync(wire, slow, options, time);
            throw slow;
        }
        catch (ProtocolException broken) when (broken.Error != ProtocolError.Closed)
        {
            await RefuseAsync(wire, broken, options, time);
            throw;
        }
    }

    public static ProtocolException TooSlow(TcpTransportOptions options) =>
        new(ProtocolError.TooSlow, $"The handshake took more than {options.HandshakeTimeout.TotalSeconds:0.###} s.");

    private static async Task<Hello> ReadAsync(Wire wire, NodeDoor door, CancellationToken cancellationToken)
    {
        await HandshakeIo.ReadPrefaceAsync(wire, cancellationToken);
        var hello = await HandshakeIo.ReadAsync(wire, FrameKind.Hello, HandshakeJsonContext.Default.Hello, cancellationToken);
        if (door.Refusal(wire, hello) is { } refusal) throw refusal;
        if (hello.Node is not { Name: not null } || hello.Limits is not { IsValid: true })
            throw new ProtocolException(ProtocolError.Malformed, "The handshake's Hello lacks its node or its limits.");
        return hello;
    }

    private static async Task RefuseAsync(Wire wire, ProtocolException why, TcpTransportOptions options, TimeProvider time)
    {
        using var over = new CancellationTokenSource(options.CloseTimeout, time);
        try
        {
            WritePreface(wire);
            FrameWriter.Write(wire.Writer, FrameKind.Refuse, 0, Refusals.Write(why));
            await wire.Writer.FlushAsync(over.Token);
            await wire.EndSendingAsync();
            // Closing with unread bytes would take the refusal back, so what still comes is taken off.
            while (true)
            {
                var result = await wire.Reader.ReadAsync(over.Token);
                wire.Reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted) return;
            }
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or System.Net.Sockets.SocketException or InvalidOperationException)
        {
            // The other end has gone or does not listen; there is nobody to tell.
        }
    }

    private static void WritePreface(Wire wire)
    {
        Preface.Write(wire.Writer.GetSpan(Preface.Size));
        wire.Writer.Advance(Preface.Size);
    }
}
