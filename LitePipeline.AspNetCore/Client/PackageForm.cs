using LitePipeline.Core.Packages;

namespace LitePipeline.AspNetCore.Client;

/// <summary>The form that carries a package, or a change of what has one.</summary>
internal static class PackageForm
{
    public static MultipartFormDataContent Of(string? name, string? description, Stream? package, PackageFormat format, Guid? id = null)
    {
        var form = new MultipartFormDataContent();
        if (name is not null) form.Add(new StringContent(name), "name");
        if (description is not null) form.Add(new StringContent(description), "description");
        if (id is { } chosen) form.Add(new StringContent(chosen.ToString()), "id");
        // The stream is the caller's: it must outlive the form.
        if (package is not null) form.Add(new StreamContent(new UnownedStream(package)), "file", format == PackageFormat.Zip ? "package.zip" : "package.tar.gz");
        return form;
    }

    private sealed class UnownedStream(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => inner.CanSeek;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => inner.ReadAsync(buffer, offset, count, cancellationToken);

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
