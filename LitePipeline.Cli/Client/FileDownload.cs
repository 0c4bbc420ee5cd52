using System.Globalization;
using LitePipeline.Cli.Output;

namespace LitePipeline.Cli.Client;

/// <summary>Saves what a manager sends, and tells how far it is.</summary>
internal sealed class FileDownload(TextWriter progress, bool redraws, TimeProvider time)
{
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Writes the file under <paramref name="name"/> in the working directory, replacing one of that name; a download that breaks off leaves nothing.</summary>
    public async Task SaveAsync(HttpResponseMessage response, string name, CancellationToken cancellationToken)
    {
        var unfinished = $"{name}.{Guid.NewGuid():n}.part";
        try
        {
            await using (var content = await response.Content.ReadAsStreamAsync(cancellationToken))
            await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
                await CopyAsync(content, file, response.Content.Headers.ContentLength, cancellationToken);
            File.Move(unfinished, name, overwrite: true);
        }
        catch (Exception failure)
        {
            File.Delete(unfinished);
            if (failure is HttpRequestException or IOException or UnauthorizedAccessException)
                throw ToolException.Failed($"The download of {name} broke off: {failure.Message}", failure);
            throw;
        }
    }

    private async Task CopyAsync(Stream content, Stream file, long? length, CancellationToken cancellationToken)
    {
        var buffer = new byte[128 * 1024];
        var done = 0L;
        var drawn = time.GetTimestamp();
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            done += read;
            if (!redraws || time.GetElapsedTime(drawn) < RedrawInterval) continue;
            drawn = time.GetTimestamp();
            await progress.WriteAsync($"\rDownloading ... {ByteText.Of(done)}{Share(done, length)}");
        }
        await progress.WriteLineAsync($"{(redraws ? "\r" : "")}Downloading ... {ByteText.Of(done)} done");
    }

    private static string Share(long done, long? length) => length > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {ByteText.Of(length.Value)} ({100 * done / length}%)") : "";
}
