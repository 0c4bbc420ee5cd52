using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LitePipeline.Core;

/// <summary>Ids that follow from what they are for: the machine makes none of its own, and the same decision made twice names the same thing.</summary>
/// <remarks>A UUID of version 8 (RFC 9562, section 5.8) over the SHA-256 of its origin, as in that document's appendix B.2.</remarks>
internal static class DerivedId
{
    /// <summary>The id of the <paramref name="number"/>-th thing of this <paramref name="kind"/> and <paramref name="name"/> that <paramref name="origin"/> leads to.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="origin">What it follows from.</param>
    /// <param name="sequence">The sequence of the origin, which is given once: an origin that is removed and made again under its id leads to other things, since those of the first one may still be there.</param>
    /// <param name="name">The name; may be empty.</param>
    /// <param name="number">The number.</param>
    public static Guid Of(string kind, Guid origin, long sequence, string name, long number)
    {
        var text = Encoding.UTF8.GetBytes($"{kind}\0{name}");
        var bytes = new byte[16 + 8 + 8 + text.Length];
        origin.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(16), sequence);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(24), number);
        text.CopyTo(bytes, 32);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
