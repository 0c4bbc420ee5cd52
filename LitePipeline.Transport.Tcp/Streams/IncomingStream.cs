using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using LitePipeline.Core;
using LitePipeline.Core.Transport;
using LitePipeline.Transport.Tcp.Connections;

namespace LitePipeline.Transport.Tcp.Streams;

/// <summary>A stream that this end asked for. Its buffer is bounded by the credit that was given.</summary>
internal sealed class IncomingStream(int windowBytes, Action<long> giveCredit, Action<bool> closed) : Stream
{
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0, minimumSegmentSize: 16 * 1024, useSynchronizationContext: false));
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ReceiveWindow _window = new(windowBytes);
    private readonly Lock _lock = new();
    private bool _over;
    private int _disposed;

    public Task Begun => _begun.Task;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="ProtocolException">The other end sent more than it may.</exception>
    public void Receive(ReadOnlySequence<byte> content)
    {
        _window.Received((int)content.Length);
        lock (_lock)
        {
            if (_over) return;
            foreach (var segment in content) _pipe.Writer.Write(segment.Span);
            // Completes at once: the pipe never pauses its writer.
            var flushed = _pipe.Writer.FlushAsync(CancellationToken.None);
            Debug.Assert(flushed.IsCompleted);
        }
        _begun.TrySetResult();
    }

    /// <summary>No more will come: all is there, or <paramref name="failure"/> says why not. Nothing happens the second time.</summary>
    public void End(Exception? failure)
    {
        lock (_lock)
        {
            if (_over) return;
            _over = true;
            _pipe.Writer.Complete(failure);
        }
        if (failure is null) _begun.TrySetResult();
        else _begun.TrySetException(failure);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (buffer.IsEmpty) return 0;
        var result = await _pipe.Reader.ReadAsync(cancellationToken);
        var taken = result.Buffer.Slice(0, Math.Min(buffer.Length, result.Buffer.Length));
        var count = (int)taken.Length;
        taken.CopyTo(buffer.Span);
        _pipe.Reader.AdvanceTo(taken.End);
        if (_window.Read(count) is > 0 and var credit) giveCredit(credit);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            bool unfinished;
            lock (_lock) unfinished = !_over;
            End(new ProtocolException(ProtocolError.Closed, "The stream was closed by its reader."));
            _pipe.Reader.Complete();
            closed(unfinished);
        }
        base.Dispose(disposing);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");
    public override void Flush() { }
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
