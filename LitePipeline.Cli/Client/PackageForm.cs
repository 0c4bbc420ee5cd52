namespace LitePipeline.Cli.Client;

/// <summary>The form that uploads a package.</summary>
internal static class PackageForm
{
    /// <exception cref="ToolException">The file cannot be read.</exception>
    public static MultipartFormDataContent Create(string path, string name, string? description)
    {
        var file = OpenFile(path);
        var form = new MultipartFormDataContent();
        Add(form, "name", name);
        Add(form, "description", description ?? "");
        AddFile(form, file, path);
        return form;
    }

    /// <summary>The form that changes what was deployed: it holds only what is to change.</summary>
    /// <exception cref="ToolException">The file cannot be read.</exception>
    public static MultipartFormDataContent Update(string idParameter, string id, string? path, string? name, string? description)
    {
        var file = string.IsNullOrEmpty(path) ? null : OpenFile(path);
        var form = new MultipartFormDataContent();
        Add(form, idParameter, id);
        if (name is not null) Add(form, "name", name);
        if (description is not null) Add(form, "description", description);
        if (file is not null) AddFile(form, file, path!);
        return form;
    }

    // Quoted, as a browser and the original's client do it.
    private static void Add(MultipartFormDataContent form, string name, string value) => form.Add(new StringContent(value), $"\"{name}\"");

    private static void AddFile(MultipartFormDataContent form, Stream file, string path) => form.Add(new StreamContent(file), "\"file\"", Path.GetFileName(path));

    private static FileStream OpenFile(string path)
    {
        if (Directory.Exists(path)) throw ToolException.Failed($"-f/--file: '{path}' is a folder. Pack it first, as in 'litepipeline pack {path}'.");
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
