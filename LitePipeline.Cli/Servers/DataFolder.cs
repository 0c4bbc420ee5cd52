namespace LitePipeline.Cli.Servers;

/// <summary>A server's data folder, held against a second server on the same data while this is not disposed.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    public static DataFolder Open(string folder)
    {
        var path = System.IO.Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(path);
            return new DataFolder(path, new FileStream(System.IO.Path.Combine(path, "manager.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException failure)
        {
            throw ToolException.Failed($"--data {path} cannot be written: {failure.Message} Give a folder that this user may write.", failure);
        }
        catch (IOException failure)
        {
            throw ToolException.Failed($"--data {path} cannot be used: {failure.Message} If another manager runs on it, stop that one or give another folder.", failure);
        }
    }

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _lock.Dispose();
}
