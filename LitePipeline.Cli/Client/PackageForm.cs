namespace LitePipeline.Cli.Client;

/// <summary>The form that uploads a package.</summary>
internal static class PackageForm
{
    /// <exception cref="ToolException">The file cannot be read.</exception>
    public static MultipartFormDataContent Open(string path, string name, string? description)
    {
        var file = OpenFile(path);
        // Quoted, as a browser and the original's client do it.
        return new MultipartFormDataContent
        {
            { new StringContent(name), "\"name\"" },
            { new StringContent(description ?? ""), "\"description\"" },
            { new StreamContent(file), "\"file\"", Path.GetFileName(path) },
        };
    }

    private static FileStream OpenFile(string path)
    {
        if (Directory.Exists(path)) throw ToolException.Failed($"-f/--file: '{path}' is a folder. Pack it first, as in 'tar czf app.tar.gz {path}'.");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw ToolException.Failed($"-f/--file: {failure.Message}", failure);
        }
    }
}
