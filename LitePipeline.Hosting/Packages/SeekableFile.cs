namespace LitePipeline.Hosting.Packages;

/// <summary>A package's bytes where they can be sought in: as they are, or in a nameless temporary file.</summary>
internal sealed class SeekableFile : IAsyncDisposable
{
    private readonly bool _owned;

    private SeekableFile(Stream stream, bool owned)
    {
        Stream = stream;
        _owned = owned;
    }

    public Stream Stream { get; }

    public static async Task<SeekableFile> FromAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (stream is FileStream or MemoryStream && stream.CanSeek) return new SeekableFile(stream, owned: false);
        var path = Path.Combine(Path.GetTempPath(), $"litepipeline-{Guid.NewGuid():N}.package");
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose,
        });
        try
        {
            await stream.CopyToAsync(file, cancellationToken);
            file.Position = 0;
            return new SeekableFile(file, owned: true);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _owned ? Stream.DisposeAsync() : ValueTask.CompletedTask;
}
