using Microsoft.AspNetCore.Http;

namespace LitePipeline.AspNetCore.Api.Requests;

/// <summary>Reads from a request's body and refuses as soon as more than a limit has come; a body that breaks off is a request that is not well formed.</summary>
internal sealed class LimitedStream(Stream inner, long limit, Func<Exception> refuse) : Stream
{
    private long _left = limit;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Counted(await inner.ReadAsync(buffer, cancellationToken));
        }
        // So the server tells of chunks whose length no number holds, and of callers that have gone.
        catch (IOException broken) when (broken is { InnerException: not null } and not BadHttpRequestException)
        {
            throw new BadHttpRequestException(broken.Message, broken);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Counted(int read) => (_left -= read) >= 0 ? read : throw refuse();
}
