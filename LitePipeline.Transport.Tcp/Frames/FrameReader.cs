using System.Buffers;
using LitePipeline.Core;

namespace LitePipeline.Transport.Tcp.Frames;

/// <summary>Finds frames in received bytes. It refuses a frame by its header alone, before any of its content is kept.</summary>
internal static class FrameReader
{
    /// <summary>Takes the first whole frame off <paramref name="buffer"/>; false, with nothing taken, where more bytes are needed.</summary>
    /// <exception cref="ProtocolException">The kind is unknown or the frame is longer than its kind may be.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, FrameLimits limits, out FrameHeader header, out ReadOnlySequence<byte> content)
    {
        header = default;
        content = default;
        if (buffer.Length < FrameHeader.Size) return false;

        Span<byte> bytes = stackalloc byte[FrameHeader.Size];
        buffer.Slice(0, FrameHeader.Size).CopyTo(bytes);
        var (length, kind, stream) = FrameHeader.Read(bytes);
        var limit = limits.For(kind);
        if (length > (uint)limit)
            throw new ProtocolException(ProtocolError.TooLarge, $"A frame of kind {kind} has {length} bytes; at most {limit} are taken.");
        if (buffer.Length - FrameHeader.Size < length) return false;

        header = new FrameHeader((int)length, kind, stream);
        content = buffer.Slice(FrameHeader.Size, (int)length);
        buffer = buffer.Slice(content.End);
        return true;
    }
}
