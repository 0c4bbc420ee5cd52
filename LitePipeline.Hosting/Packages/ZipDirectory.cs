using System.Buffers.Binary;

namespace LitePipeline.Hosting.Packages;

/// <summary>Looks at what a zip file says of itself before the library believes it: that makes room for as many entries as the file claims to have.</summary>
internal static class ZipDirectory
{
    private const uint EndSignature = 0x06054B50, LocatorSignature = 0x07064B50, FarEndSignature = 0x06064B50;
    private const int EndSize = 22, LocatorSize = 20, FarEndSize = 56, LongestComment = ushort.MaxValue, LeastEntry = 46;

    /// <summary>How many entries the file says that it has, read where the library reads it; 0 where it says nothing.</summary>
    /// <exception cref="InvalidDataException">More than the file has room for.</exception>
    public static ulong CountEntries(Stream file)
    {
        var count = Read(file);
        if (count > (ulong)file.Length / LeastEntry) throw new InvalidDataException($"it says that it has {count} entries, for which it is too short");
        return count;
    }

    private static ulong Read(Stream file)
    {
        var start = Math.Max(0, file.Length - EndSize - LongestComment);
        var tail = ReadAt(file, start, (int)(file.Length - start));
        if (tail.Length < EndSize) return 0;
        Span<byte> signature = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(signature, EndSignature);
        var end = tail.AsSpan(0, tail.Length - EndSize + signature.Length).LastIndexOf(signature);
        if (end < 0) return 0;
        return ReadFar(file, start + end) ?? BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 8));
    }

    // Beyond 65,534 entries, or 4 GiB, another record counts.
    private static ulong? ReadFar(Stream file, long end)
    {
        if (end < LocatorSize) return null;
        var locator = ReadAt(file, end - LocatorSize, LocatorSize);
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != LocatorSignature) return null;
        var at = BinaryPrimitives.ReadUInt64LittleEndian(locator.AsSpan(8));
        if (at > (ulong)file.Length || (ulong)file.Length - at < FarEndSize) return null;
        var far = ReadAt(file, (long)at, FarEndSize);
        return BinaryPrimitives.ReadUInt32LittleEndian(far) == FarEndSignature ? BinaryPrimitives.ReadUInt64LittleEndian(far.AsSpan(24)) : null;
    }

    private static byte[] ReadAt(Stream file, long at, int length)
    {
        var bytes = new byte[length];
        file.Position = at;
        file.ReadExactly(bytes);
        return bytes;
    }
}
