using System.Buffers.Binary;
using LitePipeline.Core;

namespace LitePipeline.Transport.Tcp.Handshake;

/// <summary>The first eight bytes of each direction. Their layout, and that of the refusal after them, never changes.</summary>
internal static class Preface
{
    public const int Size = 8;

    public const ushort Version = 1;

    private static ReadOnlySpan<byte> Magic => "LPTP"u8;

    public static void Write(Span<byte> destination, ushort version = Version)
    {
        Magic.CopyTo(destination);
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], version);
        BinaryPrimitives.WriteUInt16BigEndian(destination[6..], 0);
    }

    /// <summary>Whether <paramref name="start"/>, which may be shorter than a preface, can be the start of one.</summary>
    public static bool CanBe(ReadOnlySpan<byte> start) =>
        start[..Math.Min(start.Length, Magic.Length)].SequenceEqual(Magic[..Math.Min(start.Length, Magic.Length)]);

    public static ushort ReadVersion(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadUInt16BigEndian(source[4..]);

    public static ProtocolException NotPreface() => new(ProtocolError.Malformed, "The first bytes are not those of LitePipeline's protocol.");
}
