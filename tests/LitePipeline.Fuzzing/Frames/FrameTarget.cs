using System.Buffers;
using System.Net.Sockets;
using System.Text.Json.Serialization.Metadata;
using CsCheck;
using LitePipeline.Core;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Transport;
using LitePipeline.Transport.Tcp;
using LitePipeline.Transport.Tcp.Connections;
using LitePipeline.Transport.Tcp.Frames;
using LitePipeline.Transport.Tcp.Handshake;
using Microsoft.Extensions.Logging.Abstractions;

namespace LitePipeline.Fuzzing.Frames;

/// <summary>One end of the TCP transport, from the first byte on: handshake, frames, messages, credit and streams, as the product runs them, with bytes in place of a network.</summary>
/// <remarks>
/// What holds: the connection ends for a reason that the protocol knows, whatever came and in whatever pieces; what waits is bounded by the
/// windows, what is answered by what was asked; a message that was taken comes back as it was.
/// </remarks>
internal abstract class FrameTarget<TReceive>(JsonTypeInfo<TReceive> receives) : FuzzTarget
{
    protected const string Token = "a cluster's secret";
    private const int MaxMessage = 4096, Window = 2048;

    // So long that no clock has a part in what happens.
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    protected static NodeIdentity Node { get; } = new(new NodeId(Guid.Parse("0b1d7b3c-2f67-4c1b-9d4e-6f1f2a3b4c5d")), "node");

    private Gen<byte[]>? _cases;

    public override Gen<byte[]> Cases => _cases ??= FrameCases.After(Greeting, receives);

    protected abstract Gen<byte[]> Greeting { get; }

    /// <summary>Options with small limits.</summary>
    protected static T Small<T>() where T : TcpTransportOptions, new() => new()
    {
        Token = Token, MaxMessageBytes = MaxMessage, MessageWindowBytes = Window, StreamWindowBytes = 1024, MaxStreams = 4,
        HandshakeTimeout = Never, HeartbeatInterval = Never, SilenceTimeout = Never, CloseTimeout = Never,
    };

    /// <summary>Greets the other end; what it takes.</summary>
    protected abstract Task<EndLimits> GreetAsync(Wire wire);

    protected abstract TcpTransportOptions Options { get; }

    public override string Run(byte[] input) => input.Length == 0 ? "nothing" : RunAsync(input[0], input.AsMemory(1)).GetAwaiter().GetResult();

    private async Task<string> RunAsync(byte pieces, ReadOnlyMemory<byte> bytes)
    {
        RequireSameFrames(bytes, pieces);
        var peer = new ScriptedStream(bytes, pieces);
        // The socket gives the wire its address only.
        await using var wire = new Wire(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), peer);
        EndLimits limits;
        try
        {
            limits = await GreetAsync(wire);
        }
        catch (ProtocolException refused)
        {
            RequireBounds(peer, bytes.Length);
            return $"handshake: {Known(refused)}";
        }

        var inbox = new WatchedInbox<TReceive>(receives, Window);
        var connection = new TcpConnection(wire, Node, limits, new Silent(), Options, TimeProvider.System, NullLogger.Instance);
        Task<Stream>[] asked = [.. Enumerable.Range(0, 2).Select(_ => connection.RequestStreamAsync(new StreamRequest.Package("0"), CancellationToken.None))];
        connection.Start(inbox);
        await connection.Completion;
        foreach (var one in asked)
        {
            try { await using var stream = await one; }
            catch (Exception ended) when (ended is ProtocolException or StreamRefusedException) { /* as it was told */ }
        }

        await inbox.RequireRoundTripsAsync();
        PromiseBrokenException.Unless(inbox.Bytes <= Window + MaxMessage, $"{inbox.Bytes} bytes of messages wait.");
        RequireBounds(peer, bytes.Length);
        return $"{(inbox.Messages > 0 ? "messages, then " : "")}{(inbox.Cause is { } cause ? Known(cause) : "closed in order")}";
    }

    private static string Known(ProtocolException ended)
    {
        // A connection that was cut carries what cut it: nothing here cuts one, so it would be a failure of ours.
        PromiseBrokenException.Unless(ended is not { Error: ProtocolError.Closed, InnerException: not null and not ProtocolException }, $"A failure cut the connection: {ended}");
        PromiseBrokenException.Unless(Enum.IsDefined(ended.Error), $"The reason {(int)ended.Error} is none.");
        PromiseBrokenException.Unless(ended.Message.Length is > 0 and < 5000, $"The reason has {ended.Message.Length} characters.");
        return ended.Error.ToString();
    }

    // Each byte is asked for once, and a stranger's byte is answered by a few of ours.
    private static void RequireBounds(ScriptedStream peer, int length)
    {
        PromiseBrokenException.Unless(peer.Asked <= length + 8, $"{length} bytes took {peer.Asked} reads.");
        PromiseBrokenException.Unless(peer.Told <= 16 * 1024 + 32L * length, $"{length} bytes were answered by {peer.Told}.");
    }

    /// <summary>The same frames come out, whatever pieces the bytes come in.</summary>
    private static void RequireSameFrames(ReadOnlyMemory<byte> bytes, byte pieces)
    {
        var (whole, cut) = (new ReadOnlySequence<byte>(bytes), Pieces.Cut(bytes, 1 + pieces % 23));
        while (true)
        {
            var (one, other) = (Next(ref whole), Next(ref cut));
            PromiseBrokenException.Unless(one == other, $"In one piece: {one}. In many: {other}.");
            if (one is null or { Refused: not null }) return;
        }
    }

    private static Read? Next(ref ReadOnlySequence<byte> buffer)
    {
        try
        {
            return FrameReader.TryRead(ref buffer, new FrameLimits(MaxMessage), out var header, out var content)
                ? new Read(header, Convert.ToHexString(content.ToArray()), null)
                : null;
        }
        catch (ProtocolException refused)
        {
            return new Read(default, "", refused.Message);
        }
    }

    private sealed record Read(FrameHeader Header, string Content, string? Refused);

    /// <summary>Streams that say nothing until nobody wants them any more.</summary>
    private sealed class Silent : IStreamProvider
    {
        public Task WriteAsync(StreamRequest request, Stream destination, CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }
}
