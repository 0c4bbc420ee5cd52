using LitePipeline.Core.Packages;

namespace LitePipeline.Hosting.Tests.Cluster;

/// <summary>A package store that counts what is saved, and that can be made to stand still in the middle of saving or just after it.</summary>
internal sealed class HoldingPackageStore(IPackageStore inner) : IPackageStore
{
    public int Saves;

    /// <summary>Called when the first bytes of a content have come.</summary>
    public Func<Task>? InTheMiddle { get; set; }

    /// <summary>Called when a content is kept, before whoever saved it hears of it.</summary>
    public Func<Task>? WhenKept { get; set; }

    public async Task<PackageReference> SaveAsync(Stream content, PackageFormat format, CancellationToken cancellationToken)
    {
        var saved = await inner.SaveAsync(InTheMiddle is null ? content : new HeldStream(content, InTheMiddle), format, cancellationToken);
        Interlocked.Increment(ref Saves);
        if (WhenKept is { } kept) await kept().WaitAsync(cancellationToken);
        return saved;
    }

    public Task<Stream> OpenReadAsync(string sha256, CancellationToken cancellationToken) => inner.OpenReadAsync(sha256, cancellationToken);

    public Task DeleteAsync(string sha256, CancellationToken cancellationToken) => inner.DeleteAsync(sha256, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public async Task<bool> HasAsync(string sha256)
    {
        try
        {
            await using var content = await OpenReadAsync(sha256, CancellationToken.None);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private sealed class HeldStream(Stream inner, Func<Task> hold) : Stream
    {
        private bool _held;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await inner.ReadAsync(buffer[..Math.Min(buffer.Length, 1000)], cancellationToken);
            if (!_held)
            {
                _held = true;
                await hold().WaitAsync(cancellationToken);
            }

            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Flush() { }
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
