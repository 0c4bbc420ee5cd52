using System.IO.Hashing;

namespace LitePipeline.Hosting.Packages;

/// <summary>Passes a zip entry's content on and, at its end, holds it against the checksum that the archive gives: the library that unpacks does not.</summary>
internal sealed class ChecksumStream(Stream inner, string name, long checksum) : Stream
{
    private readonly Crc32 _read = new();

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _read.Append(buffer[..count]);
        if (count == 0 && buffer.Length > 0 && _read.GetCurrentHashAsUInt32() != (uint)checksum)
            throw new InvalidDataException($"the content of '{name}' does not fit its checksum");
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
