using System.Buffers;

namespace LitePipeline.Transport.Tcp.Frames;

/// <summary>Writes frames into a buffer.</summary>
internal static class FrameWriter
{
    public static void WriteHeader(IBufferWriter<byte> destination, FrameHeader header)
    {
        header.Write(destination.GetSpan(FrameHeader.Size));
        destination.Advance(FrameHeader.Size);
    }

    public static void Write(IBufferWriter<byte> destination, FrameKind kind, uint stream, ReadOnlySpan<byte> content)
    {
        WriteHeader(destination, new FrameHeader(content.Length, kind, stream));
        destination.Write(content);
    }
}
