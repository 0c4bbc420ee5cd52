using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace LitePipeline.Fuzzing.Archives;

/// <summary>Writes zip files as no writer would: each field as it is given, whether it makes sense or not.</summary>
internal static class ZipBytes
{
    /// <summary>What a zip file says of one entry.</summary>
    /// <param name="Name">The name's bytes.</param>
    /// <param name="Content">The content.</param>
    /// <param name="Mode">Type and mode, as Unix has them.</param>
    internal sealed record Entry(byte[] Name, byte[] Content, int Mode = 0x81A4)
    {
        /// <summary>How it is packed: 0 as it is, 8 deflated.</summary>
        public ushort Method { get; init; } = 8;

        public ushort Flags { get; init; } = 0x800;

        /// <summary>What is added to the checksum.</summary>
        public uint WrongBy { get; init; }

        /// <summary>The length that it says; null for the truth.</summary>
        public uint? Size { get; init; }

        /// <summary>The name before the content, where it is another one.</summary>
        public byte[]? LocalName { get; init; }
    }

    /// <param name="entries">The entries.</param>
    /// <param name="count">How many the end says that there are; null for the truth.</param>
    public static byte[] Write(IReadOnlyList<Entry> entries, ulong? count = null)
    {
        var (file, directory) = (new List<byte>(), new List<byte>());
        foreach (var entry in entries)
        {
            var packed = entry.Method == 8 ? Deflate(entry.Content) : entry.Content;
            var about = new byte[22];
            Write16(about, 0, entry.Flags);
            Write16(about, 2, entry.Method);
            Write16(about, 6, 0x21);
            Write32(about, 8, Crc32.HashToUInt32(entry.Content) + entry.WrongBy);
            Write32(about, 12, (uint)packed.Length);
            Write32(about, 16, entry.Size ?? (uint)entry.Content.Length);
            Write16(about, 20, (ushort)entry.Name.Length);
            var rest = new byte[16];
            Write32(rest, 8, (uint)entry.Mode << 16);
            Write32(rest, 12, (uint)file.Count);
            directory.AddRange([(byte)'P', (byte)'K', 1, 2, 20, 3, 20, 0, .. about, 0, 0, .. rest[2..], .. entry.Name]);
            var local = entry.LocalName ?? entry.Name;
            Write16(about, 20, (ushort)local.Length);
            file.AddRange([(byte)'P', (byte)'K', 3, 4, 20, 0, .. about, 0, 0, .. local, .. packed]);
        }

        return [.. file, .. directory, .. End(count ?? (ulong)entries.Count, directory.Count, file.Count)];
    }

    private static byte[] End(ulong count, int size, int start)
    {
        var far = new byte[56];
        var end = new byte[22];
        (end[0], end[1], end[2], end[3]) = ((byte)'P', (byte)'K', 5, 6);
        Write16(end, 8, (ushort)Math.Min(count, ushort.MaxValue));
        Write16(end, 10, (ushort)Math.Min(count, ushort.MaxValue));
        Write32(end, 12, (uint)size);
        Write32(end, 16, (uint)start);
        if (count < ushort.MaxValue) return end;
        (far[0], far[1], far[2], far[3]) = ((byte)'P', (byte)'K', 6, 6);
        BinaryPrimitives.WriteUInt64LittleEndian(far.AsSpan(4), 44);
        BinaryPrimitives.WriteUInt64LittleEndian(far.AsSpan(24), count);
        BinaryPrimitives.WriteUInt64LittleEndian(far.AsSpan(32), count);
        BinaryPrimitives.WriteUInt64LittleEndian(far.AsSpan(40), (ulong)size);
        BinaryPrimitives.WriteUInt64LittleEndian(far.AsSpan(48), (ulong)start);
        var where = new byte[20];
        (where[0], where[1], where[2], where[3]) = ((byte)'P', (byte)'K', 6, 7);
        BinaryPrimitives.WriteUInt64LittleEndian(where.AsSpan(8), (ulong)(size + start));
        where[16] = 1;
        return [.. far, .. where, .. end];
    }

    private static byte[] Deflate(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true)) stream.Write(content);
        return packed.ToArray();
    }

    private static void Write16(byte[] bytes, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), value);

    private static void Write32(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
}
