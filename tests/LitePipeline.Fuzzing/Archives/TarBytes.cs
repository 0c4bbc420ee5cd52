using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace LitePipeline.Fuzzing.Archives;

/// <summary>Writes tar and gzip as no writer would: each field as it is given, whether it makes sense or not.</summary>
internal static class TarBytes
{
    private const int Block = 512;

    /// <summary>One entry: its header, and its content filled up to whole blocks.</summary>
    /// <param name="name">The name's bytes; those beyond the field's hundred are left out.</param>
    /// <param name="type">The kind of entry, such as <c>0</c>, <c>2</c> for a link or <c>x</c> for what extends the next.</param>
    /// <param name="link">A link's target.</param>
    /// <param name="content">The content.</param>
    /// <param name="size">What the header says of its length; null for the truth.</param>
    /// <param name="mode">The mode.</param>
    public static byte[] Entry(ReadOnlySpan<byte> name, byte type, ReadOnlySpan<byte> link, ReadOnlySpan<byte> content, string? size = null, int mode = 0x1A4)
    {
        var bytes = new byte[Block + ((content.Length + Block - 1) / Block * Block)];
        name[..Math.Min(name.Length, 100)].CopyTo(bytes);
        Text(bytes, 100, Octal(mode, 7));
        Text(bytes, 108, Octal(0, 7));
        Text(bytes, 116, Octal(0, 7));
        Text(bytes, 124, size ?? Octal(content.Length, 11));
        Text(bytes, 136, Octal(1_600_000_000, 11));
        bytes[156] = type;
        link[..Math.Min(link.Length, 100)].CopyTo(bytes.AsSpan(157));
        Text(bytes, 257, "ustar\0" + "00");
        Text(bytes, 329, Octal(0, 7));
        Text(bytes, 337, Octal(0, 7));
        bytes.AsSpan(148, 8).Fill((byte)' ');
        Text(bytes, 148, Octal(bytes.Sum(value => value), 6) + "\0 ");
        content.CopyTo(bytes.AsSpan(Block));
        return bytes;
    }

    /// <summary>What extends the entry behind it, as pax has it.</summary>
    public static byte[] Extension(params (string Key, string Value)[] records) => Entry("PaxHeaders/x"u8, (byte)'x', default, Encoding.UTF8.GetBytes(string.Concat(records.Select(Record))));

    /// <summary>A long name or target, as GNU tar has it.</summary>
    public static byte[] Long(char type, byte[] text) => Entry("././@LongLink"u8, (byte)type, default, [.. text, 0]);

    /// <summary>The whole archive.</summary>
    public static byte[] GZip(IEnumerable<byte[]> entries) => GZip([.. entries.SelectMany(entry => entry), .. new byte[2 * Block]]);

    public static byte[] GZip(byte[] tar)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(tar);
        return packed.ToArray();
    }

    private static string Record((string Key, string Value) record)
    {
        var rest = Encoding.UTF8.GetByteCount($" {record.Key}={record.Value}\n");
        var length = rest + $"{rest}".Length;
        if ($"{length}".Length > $"{rest}".Length) length++;
        return $"{length} {record.Key}={record.Value}\n";
    }

    private static string Octal(long value, int digits) => Convert.ToString(value, 8).PadLeft(digits, '0').ToString(CultureInfo.InvariantCulture);

    private static void Text(byte[] bytes, int at, string text) => Encoding.Latin1.GetBytes(text, bytes.AsSpan(at));
}
