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

    public void TakeEntry()
    {
        if (++_entries > limits.Entries)
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

    public override int Read(byte[] buffer, int offset, int count) => Charge(inner.Read(buffer, offset, count));
    public override int Read(Span<byte> buffer) => Charge(inner.Read(buffer));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private int Charge(int count)
    {
        budget.TakeBytes(count);
        return count;
    }
}
