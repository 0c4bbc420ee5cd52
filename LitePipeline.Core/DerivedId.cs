using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LitePipeline.Core;

/// <summary>Ids that follow from what they are for: the machine makes none of its own, and the same decision made twice names the same thing.</summary>
/// <remarks>
/// A UUID of version 8 (RFC 9562, section 5.8) over the SHA-256 of its origin, as in that document's appendix B.2, with a third group that nobody else may
/// choose: so nothing that a submitter names can stand where the machine is going to put something.
/// </remarks>
public static class DerivedId
{
    /// <summary>Whether an id is of the kind that the manager gives to what it starts by itself: its third group is <c>8000</c>.</summary>
    public static bool IsOne(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return bytes[6] == 0x80 && bytes[7] == 0;
    }

    /// <summary>The id of the <paramref name="number"/>-th thing of this <paramref name="kind"/> and <paramref name="name"/> that an origin leads to.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="origin">What leads to it.</param>
    /// <param name="sequence">The origin's place among its like: another one that is given the same id, once the first is deleted, leads to other things.</param>
    /// <param name="name">Its name in the origin.</param>
    /// <param name="number">Which of its name.</param>
    internal static Guid Of(string kind, Guid origin, long sequence, string name, long number)
    {
        var text = Encoding.UTF8.GetBytes($"{kind}\0{name}");
        var bytes = new byte[16 + 8 + 8 + text.Length];
        origin.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(16), sequence);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(24), number);
        text.CopyTo(bytes, 32);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        (hash[6], hash[7]) = (0x80, 0);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
