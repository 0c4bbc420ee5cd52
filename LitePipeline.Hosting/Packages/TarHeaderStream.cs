using System.Buffers;
using System.Buffers.Binary;

namespace LitePipeline.Hosting.Packages;

/// <summary>Passes a tar file on, block by block, and refuses a header that promises more about an entry than any entry has to tell: the library that reads it would make room for that first.</summary>
internal sealed class TarHeaderStream(Stream inner) : Stream
{
    private const int Block = 512, Type = 156, Size = 124, Checksum = 148;
    private const long MostAboutAnEntry = 1 << 20;

    private static readonly SearchValues<byte> Octal = SearchValues.Create("01234567 \0"u8);

    private readonly byte[] _block = new byte[Block];
    private int _there;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        for (var passed = buffer[..count]; passed.Length > 0;)
        {
            var part = Math.Min(Block - _there, passed.Length);
            passed[..part].CopyTo(_block.AsSpan(_there));
            _there += part;
            passed = passed[part..];
            if (_there < Block) break;
            _there = 0;
            Check();
        }

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

    // The library does not hold a header against its checksum, so only that there is one tells it from a block of a file's content.
    private void Check()
    {
        if (_block[Type] is not ((byte)'x' or (byte)'g' or (byte)'L' or (byte)'K') || Read(Size, 12) <= MostAboutAnEntry) return;
        if (!_block.AsSpan(Checksum, 8).ContainsAnyExcept(Octal)) throw new InvalidDataException($"a header promises {Read(Size, 12)} bytes about one entry");
    }

    // Digits of base eight, or a number as it is where the first bit says so.
    private long Read(int at, int length)
    {
        var field = _block.AsSpan(at, length);
        if ((field[0] & 0x80) != 0) return BinaryPrimitives.ReadInt64BigEndian(field[^sizeof(long)..]) & long.MaxValue;
        var number = 0L;
        foreach (var digit in field)
        {
            if (digit is >= (byte)'0' and <= (byte)'7') number = (number * 8) + digit - '0';
            else if (digit != ' ' || number > 0) break;
        }

        return number;
    }
}
