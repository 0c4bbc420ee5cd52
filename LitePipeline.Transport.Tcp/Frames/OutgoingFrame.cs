using System.Buffers;
using System.Buffers.Binary;

namespace LitePipeline.Transport.Tcp.Frames;

/// <summary>A frame that waits to be written. <paramref name="Rented"/> goes back to the pool once it was.</summary>
internal readonly record struct OutgoingFrame(FrameKind Kind, uint Stream, ReadOnlyMemory<byte> Content, byte[]? Rented = null)
{
    public static OutgoingFrame Credit(uint stream, long bytes)
    {
        var content = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(content, (uint)bytes);
        return new OutgoingFrame(FrameKind.Credit, stream, content);
    }

    public void Return()
    {
        if (Rented is not null) ArrayPool<byte>.Shared.Return(Rented);
    }
}
