using System.Buffers;
using System.IO.Pipelines;

namespace LitePipeline.Hosting.InProcess;

/// <summary>What the asker reads. Disposing it tells the writer to stop.</summary>
internal sealed class TransferReader(PipeReader reader, CancellationTokenSource stop, CancellationToken connectionEnded) : Stream
{
    private int _disposed;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (buffer.IsEmpty) return 0;
        var result = await reader.ReadAsync(cancellationToken);
        if (result.IsCanceled && connectionEnded.IsCancellationRequested) throw InProcessConnection.ClosedException();
        var taken = result.Buffer.Slice(0, Math.Min(buffer.Length, result.Buffer.Length));
        // Counted first: advancing gives the buffer's segments back, and its length with them.
        var count = (int)taken.Length;
        taken.CopyTo(buffer.Span);
        reader.AdvanceTo(taken.End);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            stop.Cancel();
            reader.Complete();
        }
        base.Dispose(disposing);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");
    public override void Flush() { }
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
