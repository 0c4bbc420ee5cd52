namespace LitePipeline.Benchmarks.Peers;

/// <summary>What the disk gives: no durable commit can be faster than a flush.</summary>
internal static class PlainFile
{
    private const int Block = 4096;
    private const int Blocks = 1024;

    /// <summary>Writes and flushes one block after the other, in a file that has its length already: that is the cheaper flush.</summary>
    public static async Task FlushAsync(string folder, int count)
    {
        await using var file = new FileStream(Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(new byte[Block * Blocks]);
        file.Flush(flushToDisk: true);
        for (var i = 0; i < count; i++)
        {
            file.Position = i % Blocks * Block;
            file.Write(new byte[Block]);
            file.Flush(flushToDisk: true);
        }
    }
}
