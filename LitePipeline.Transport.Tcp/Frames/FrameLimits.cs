using LitePipeline.Core;

namespace LitePipeline.Transport.Tcp.Frames;

/// <summary>How long a frame of each kind may be. Only messages are large; all else is small by nature.</summary>
internal readonly record struct FrameLimits(int MaxMessageBytes)
{
    public const int MaxTextBytes = 16 * 1024;

    public const int MaxChunkBytes = 64 * 1024;

    /// <exception cref="ProtocolException">No such kind.</exception>
    public int For(FrameKind kind) => kind switch
    {
        FrameKind.Message => MaxMessageBytes,
        FrameKind.StreamData => MaxChunkBytes,
        FrameKind.Hello or FrameKind.Welcome or FrameKind.Refuse or FrameKind.StreamOpen or FrameKind.StreamRefuse => MaxTextBytes,
        FrameKind.Credit => sizeof(uint),
        FrameKind.Close or FrameKind.Heartbeat or FrameKind.StreamEnd or FrameKind.StreamCancel => 0,
        _ => throw new ProtocolException(ProtocolError.Unknown, $"There is no frame kind {(byte)kind}."),
    };
}
