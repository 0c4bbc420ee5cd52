using System.Globalization;
using LitePipeline.Core;

namespace LitePipeline.Hosting.Packages;

/// <summary>Counts what comes out of one package and refuses what is beyond the limits.</summary>
internal sealed class PackageBudget(PackageLimits limits, long packedSize)
{
    private readonly long _ratioSize = Math.Max(limits.RatioFreeSize, packedSize > long.MaxValue / limits.Ratio ? long.MaxValue : packedSize * limits.Ratio);
    private long _size;
    private int _entries;

    public PackageLimits Limits => limits;

    public void TakeEntry() => RequireEntries((ulong)++_entries);

    public void RequireEntries(ulong count)
    {
        if (count > (ulong)limits.Entries)
            throw new PackageInvalidException(Text($"The package has more than {limits.Entries} entries; pack fewer files, or raise the limit."));
    }

    public void TakeBytes(long count)
    {
        _size += count;
        if (_size > limits.TotalSize)
            throw new PackageInvalidException(Text($"The package unpacks to more than {limits.TotalSize} bytes; leave large data out of it, or raise the limit."));
        if (_size > _ratioSize)
            throw new PackageInvalidException(Text($"The package unpacks to more than {limits.Ratio} times its size, as an archive bomb does; leave out files that hold only a repeated pattern, or raise the limit."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A stream that charges what is read from it to a budget.</summary>
internal sealed class BudgetStream(Stream inner, PackageBudget budget) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = inner.Read(buffer);
        }
        // The library that unpacks trusts the tables in what is packed, and falls over those that lead out of its own.
        catch (IndexOutOfRangeException failure)
        {
            throw new InvalidDataException("what is packed cannot be unpacked", failure);
        }
        budget.TakeBytes(count);
        return count;
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
