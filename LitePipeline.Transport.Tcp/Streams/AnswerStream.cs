using System.Buffers;
using LitePipeline.Transport.Tcp.Connections;
using LitePipeline.Transport.Tcp.Frames;

namespace LitePipeline.Transport.Tcp.Streams;

/// <summary>What a stream provider writes into: each write leaves as frames, as far as the reader's credit goes.</summary>
internal sealed class AnswerStream(uint id, FlowWindow window, CancellationToken stopped) : Stream
{
    private bool _begun;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        stopped.ThrowIfCancellationRequested();
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, FrameLimits.MaxChunkBytes);
            // The caller may use its buffer again once this returns, and the frame may still wait then.
            var copy = ArrayPool<byte>.Shared.Rent(count);
            buffer[..count].CopyTo(copy);
            _begun = true;
            // The window is closed when the reader leaves, which ends this wait as well.
            await window.SendAsync(new OutgoingFrame(FrameKind.StreamData, id, copy.AsMemory(0, count), copy), cancellationToken);
            buffer = buffer[count..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Before the first write this tells the asker that an answer has begun; later writes have left already.</summary>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_begun) return;
        _begun = true;
        await window.SendAsync(new OutgoingFrame(FrameKind.StreamData, id, default), cancellationToken);
    }

    // The writer waits for the reader; a blocked thread per reader would be the price of synchronous writes.
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Write asynchronously.");
    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
