using System.IO.Pipelines;

namespace LitePipeline.Hosting.InProcess;

/// <summary>What a stream provider writes into. The first write or flush begins the answer.</summary>
internal sealed class TransferWriter(PipeWriter writer, TaskCompletionSource begun, CancellationToken stopped) : Stream
{
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        stopped.ThrowIfCancellationRequested();
        // The pipe waits while the reader is behind; a reader that has gone away must wake it.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopped);
        var written = writer.WriteAsync(buffer, either.Token);
        begun.TrySetResult();
        if ((await written).IsCompleted) throw new OperationCanceledException("The reader has gone.", stopped);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        begun.TrySetResult();
        return Task.CompletedTask;
    }

    // The writer waits for the reader; a blocked thread per reader would be the price of synchronous writes.
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Write asynchronously.");
    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
