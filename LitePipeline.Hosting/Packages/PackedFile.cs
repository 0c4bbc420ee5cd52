namespace LitePipeline.Hosting.Packages;

/// <summary>A file as it is packed: of the length that it had when it was opened, whatever is written to it meanwhile.</summary>
internal sealed class PackedFile : Stream
{
    private readonly FileStream _file;
    private readonly long _begin;
    private long _position;

    private PackedFile(FileStream file, long begin, long length)
    {
        (_file, _begin, Length) = (file, begin, length);
        Position = 0;
    }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set => _file.Position = _begin + (_position = value);
    }

    /// <summary>Whether there is a plain file: opening a pipe would wait for ever.</summary>
    public static bool IsRegular(string path) => OperatingSystem.IsWindows() || Executors.PosixFile.IsRegular(path);

    public static PackedFile Open(string path)
    {
        var file = OpenFile(path);
        return new(file, 0, file.Length);
    }

    /// <summary>Opens a part of a file.</summary>
    public static PackedFile Open(string path, long begin, long length) => new(OpenFile(path), begin, length);

    private static FileStream OpenFile(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, Length - _position);
        if (wanted == 0) return 0;
        var count = _file.Read(buffer[..wanted]);
        if (count == 0)
        {
            // It was cut: the archive has promised its length, so the rest is zeros.
            buffer[..wanted].Clear();
            count = wanted;
        }
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush() { }
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }
}
