using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace LitePipeline.Core.Actions;

/// <summary>Writes JSON so that it reads the same in any encoding that an action may open its file with.</summary>
internal static class AsciiJson
{
    /// <summary>Copies JSON text and escapes what is not ASCII, which JSON has in strings only.</summary>
    public static void Write(IBufferWriter<byte> destination, ReadOnlySpan<byte> json)
    {
        while (!json.IsEmpty)
        {
            var other = json.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            destination.Write(other < 0 ? json : json[..other]);
            if (other < 0) return;
            json = json[other..];
            Rune.DecodeFromUtf8(json, out var rune, out var consumed);
            Escape(destination, rune);
            json = json[consumed..];
        }
    }

    private static void Escape(IBufferWriter<byte> destination, Rune rune)
    {
        Span<char> units = stackalloc char[2];
        foreach (var unit in units[..rune.EncodeToUtf16(units)])
        {
            Utf8.TryWrite(destination.GetSpan(6), CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}", out var written);
            destination.Advance(written);
        }
    }
}
