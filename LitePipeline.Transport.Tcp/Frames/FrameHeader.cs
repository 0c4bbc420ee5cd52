using System.Buffers.Binary;

namespace LitePipeline.Transport.Tcp.Frames;

/// <summary>The nine bytes before each frame's content: its length, its kind, and the stream that it belongs to (0 for none).</summary>
internal readonly record struct FrameHeader(int Length, FrameKind Kind, uint Stream)
{
    public const int Size = 9;

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)Length);
        destination[4] = (byte)Kind;
        BinaryPrimitives.WriteUInt32BigEndian(destination[5..], Stream);
    }

    /// <summary>The length stays unsigned here: it is not to be trusted before it was compared with a limit.</summary>
    public static (uint Length, FrameKind Kind, uint Stream) Read(ReadOnlySpan<byte> source) =>
        (BinaryPrimitives.ReadUInt32BigEndian(source), (FrameKind)source[4], BinaryPrimitives.ReadUInt32BigEndian(source[5..]));
}
