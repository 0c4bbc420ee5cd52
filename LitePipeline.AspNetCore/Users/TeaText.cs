using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LitePipeline.AspNetCore.Users;

/// <summary>Text under the Tiny Encryption Algorithm (Wheeler and Needham, 1994; 32 cycles, big-endian words) as the package <c>tea_encrypt</c> chains its blocks. It protects little; only old clients need it.</summary>
/// <remarks>
/// A text is laid out as one byte whose low three bits tell the padding's length less two, that padding, the text, and seven zeros: whole
/// blocks of eight bytes. With E the cipher and x(-1) = c(-1) = 0, a block p(i) becomes x(i) = p(i) ^ c(i-1) and c(i) = E(x(i)) ^ x(i-1).
/// </remarks>
internal static class TeaText
{
    private const int Block = 8, Tail = 7;
    private const int Cycles = 32;
    private const uint Delta = 0x9E3779B9;

    public static byte[] Encrypt(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key)
    {
        var padding = 2 + (((6 - text.Length) % Block) + Block) % Block;
        var bytes = new byte[1 + padding + text.Length + Tail];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, 1 + padding));
        bytes[0] = (byte)((bytes[0] & 0xF8) | (padding - 2));
        text.CopyTo(bytes.AsSpan(1 + padding));
        var (before, sealedBefore) = (0UL, 0UL);
        for (var i = 0; i < bytes.Length; i += Block)
        {
            var block = BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(i)) ^ sealedBefore;
            sealedBefore = Encrypt(block, key) ^ before;
            before = block;
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(i), sealedBefore);
        }

        return bytes;
    }

    /// <summary>The text; null where the bytes were not made with this key.</summary>
    public static byte[]? Decrypt(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> key)
    {
        if (bytes.Length < 2 * Block || bytes.Length % Block != 0) return null;
        var plain = new byte[bytes.Length];
        var (before, sealedBefore) = (0UL, 0UL);
        for (var i = 0; i < bytes.Length; i += Block)
        {
            var block = BinaryPrimitives.ReadUInt64BigEndian(bytes[i..]);
            before = Decrypt(block ^ before, key);
            BinaryPrimitives.WriteUInt64BigEndian(plain.AsSpan(i), before ^ sealedBefore);
            sealedBefore = block;
        }

        var start = 1 + 2 + (plain[0] & 7);
        return start <= plain.Length - Tail && !plain.AsSpan(plain.Length - Tail).ContainsAnyExcept((byte)0) ? plain[start..^Tail] : null;
    }

    private static ulong Encrypt(ulong block, ReadOnlySpan<byte> key)
    {
        var (left, right) = ((uint)(block >> 32), (uint)block);
        var sum = 0u;
        for (var i = 0; i < Cycles; i++)
        {
            sum = unchecked(sum + Delta);
            left = unchecked(left + Mix(right, sum, key));
            right = unchecked(right + Mix(left, sum, key[8..]));
        }

        return ((ulong)left << 32) | right;
    }

    private static ulong Decrypt(ulong block, ReadOnlySpan<byte> key)
    {
        var (left, right) = ((uint)(block >> 32), (uint)block);
        var sum = unchecked(Delta * (uint)Cycles);
        for (var i = 0; i < Cycles; i++)
        {
            right = unchecked(right - Mix(left, sum, key[8..]));
            left = unchecked(left - Mix(right, sum, key));
            sum = unchecked(sum - Delta);
        }

        return ((ulong)left << 32) | right;
    }

    private static uint Mix(uint half, uint sum, ReadOnlySpan<byte> key) => unchecked(
        ((half << 4) + BinaryPrimitives.ReadUInt32BigEndian(key)) ^ (half + sum) ^ ((half >> 5) + BinaryPrimitives.ReadUInt32BigEndian(key[4..])));
}
