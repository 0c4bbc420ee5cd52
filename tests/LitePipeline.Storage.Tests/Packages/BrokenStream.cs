namespace LitePipeline.Storage.Tests.Packages;

/// <summary>A stream with the faults of an upload: it gives little at a time, never ends, breaks, or stands still before its last byte.</summary>
internal sealed class BrokenStream(byte[] content, int mostAtOnce = int.MaxValue, bool endless = false, bool breaks = false, bool holds = false) : Stream
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _at;

    /// <summary>Ends when all but the last byte was read.</summary>
    public Task Reached => _reached.Task;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public void Release() => _released.SetResult();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (endless) _at = 0;
        var end = content.Length - (breaks || holds ? 1 : 0);
        if (_at == end && breaks) throw new EndOfStreamException("The line was cut.");
        if (_at == end && holds)
        {
            _reached.TrySetResult();
            await _released.Task.WaitAsync(cancellationToken);
            end = content.Length;
        }

        var count = Math.Min(Math.Min(buffer.Length, mostAtOnce), Math.Max(0, end - _at));
        content.AsMemory(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
