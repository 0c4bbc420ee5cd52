using System.Text;

namespace LitePipeline.Hosting.Logs;

/// <summary>A log as it is packed: in one piece, with a line in the place of what was left out, and of the length that it had when it was opened.</summary>
internal sealed class PackedLog : Stream
{
    private readonly List<Stream> _pieces = [];
    private long _position;
    private int _piece;

    private PackedLog() { }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => _pieces.Sum(piece => piece.Length);

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public static PackedLog Open(string path)
    {
        using var reader = LogReader.Open(path, 0);
        var packed = new PackedLog();
        var end = 0L;
        while (reader.NextPart() is { } part)
        {
            if (part.Offset > end) packed._pieces.Add(new MemoryStream(Encoding.UTF8.GetBytes(LogReader.Describe(part.Offset - end))));
            packed._pieces.Add(Packages.PackedFile.Open(path, part.Offset, part.Length));
            end = part.Offset + part.Length;
        }

        return packed;
    }

    public override int Read(Span<byte> buffer)
    {
        while (_piece < _pieces.Count)
        {
            var count = _pieces[_piece].Read(buffer);
            _position += count;
            if (count > 0 || buffer.IsEmpty) return count;
            _piece++;
        }

        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _pieces.ForEach(piece => piece.Dispose());
        base.Dispose(disposing);
    }
}
