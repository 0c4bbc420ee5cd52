using System.Text;
using CsCheck;

namespace LitePipeline.Fuzzing.Generation;

/// <summary>Spoils bytes that were right.</summary>
internal static class Edits
{
    /// <summary>What readers of text and numbers trip over: overlong and cut UTF-8, halves of surrogate pairs, marks of byte order, numbers at and beyond their limits, and nesting.</summary>
    private static readonly byte[][] Tokens =
    [
        [0], [0xFF], [0x7F], [0x80], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xF0, 0x80, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE],
        [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0], [0, 0, 0, 0],
        .. ((string[])["\\ud800", "\\udc00\\ud800", "\\u0000", "\\", "\"", "null", "true", "-", "1e999", "-1e-999", "9223372036854775808", "2147483648", "-2147483649", "NaN", "{", "}", "[", "]", ",", ":", "..", "/", "\r\n", "\n", "'", "`", "$(touch x)", "%n", "{\"\\ud800\":0,"]).Select(Encoding.UTF8.GetBytes),
        Encoding.UTF8.GetBytes(new string('[', 70)),
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 70))),
    ];

    private static readonly Gen<(uint Kind, uint At, uint Length, uint Value)> Edit = Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt);

    /// <summary>The same bytes, often with a few edits.</summary>
    public static Gen<byte[]> Spoiled(this Gen<byte[]> right) => Gen.Select(right, Edit.Array[0, 5], (bytes, edits) => edits.Aggregate(bytes, Apply));

    /// <summary>Bytes that were never anything.</summary>
    public static Gen<byte[]> Nothing { get; } = Gen.Byte.Array[0, 300];

    private static byte[] Apply(byte[] bytes, (uint Kind, uint At, uint Length, uint Value) edit)
    {
        var at = (int)(edit.At % (uint)(bytes.Length + 1));
        var end = at + (int)(edit.Length % (uint)Math.Min(bytes.Length - at + 1, 64));
        var token = Tokens[edit.Value % (uint)Tokens.Length];
        return (edit.Kind % 8) switch
        {
            0 when at < bytes.Length => [.. bytes[..at], (byte)(bytes[at] ^ (1 << (int)(edit.Value % 8))), .. bytes[(at + 1)..]],
            1 when at < bytes.Length => [.. bytes[..at], (byte)edit.Value, .. bytes[(at + 1)..]],
            2 => [.. bytes[..at], .. bytes[end..]],
            3 => [.. bytes[..end], .. bytes[at..]],
            4 => bytes[..at],
            5 => [.. bytes[..at], .. token, .. bytes[end..]],
            6 => [.. bytes[at..end], .. bytes[..at], .. bytes[end..]],
            _ => [.. bytes[..at], .. token, .. bytes[at..]],
        };
    }
}
