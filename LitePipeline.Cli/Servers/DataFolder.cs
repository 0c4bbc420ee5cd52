namespace LitePipeline.Cli.Servers;

/// <summary>A server's data folder, held against a second server on the same data while this is not disposed.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private readonly bool _isNew;

    private DataFolder(string path, bool isNew, FileStream held) => (Path, _isNew, _lock) = (path, isNew, held);

    public string Path { get; }

    public static DataFolder Open(string folder, string name)
    {
        var path = System.IO.Path.GetFullPath(folder);
        if (File.Exists(path)) throw ToolException.Failed($"{name} {path} is a file; give a folder.");
        try
        {
            var isNew = !Directory.Exists(path);
            Directory.CreateDirectory(path);
            return new DataFolder(path, isNew, new FileStream(System.IO.Path.Combine(path, "manager.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException failure)
        {
            throw ToolException.Failed($"{name} {path} cannot be written: {failure.Message} Give a folder that this user may write.", failure);
        }
        catch (IOException failure)
        {
            throw ToolException.Failed($"{name} {path} cannot be used: {failure.Message} If another manager runs on it, stop that one or give another folder.", failure);
        }
    }

    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Removes a folder that was not there before: a server that could not start leaves nothing.</summary>
    public void RemoveIfNew()
    {
        if (_isNew) Directory.Delete(Path, recursive: true);
    }

    public void Dispose() => _lock.Dispose();
}
