using LitePipeline.Hosting.Executors;

namespace LitePipeline.Hosting.Node;

/// <summary>Where the outbox keeps its bytes.</summary>
internal interface IOutboxFile : IDisposable
{
    /// <summary>Its name, for people.</summary>
    string Path { get; }

    /// <summary>How many bytes there are.</summary>
    long Length { get; }

    /// <summary>Opens it, made where it is missing, and returns what it holds.</summary>
    byte[] Open();

    /// <summary>Adds bytes at the end; when it returns they are on the disk, where that is asked for.</summary>
    /// <exception cref="IOException">A part of them may be there.</exception>
    void Append(byte[] bytes, bool durable);

    /// <summary>Drops what lies beyond a length.</summary>
    void Cut(long length);

    /// <summary>Puts records in the place of all that there is, durably.</summary>
    /// <exception cref="IOException">All is as it was.</exception>
    void Replace(IReadOnlyCollection<byte[]> records);
}

/// <summary>The outbox on the node's disk.</summary>
internal sealed class OutboxFile(string path) : IOutboxFile
{
    private FileStream? _file;

    public string Path => path;

    public long Length => _file!.Length;

    public byte[] Open()
    {
        var isNew = !File.Exists(path);
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        if (isNew) PosixFile.SynchronizeFolder(System.IO.Path.GetDirectoryName(path)!);
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        return bytes;
    }

    public void Append(byte[] bytes, bool durable)
    {
        _file!.Write(bytes);
        if (durable) _file.Flush(flushToDisk: true);
    }

    public void Cut(long length)
    {
        _file!.SetLength(length);
        _file.Position = length;
    }

    // What is live goes to a new file, which takes the old one's place once it is whole and durable.
    public void Replace(IReadOnlyCollection<byte[]> records)
    {
        var unfinished = path + ".new";
        var file = new FileStream(unfinished, FileMode.Create, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0);
        try
        {
            foreach (var record in records) file.Write(record);
            file.Flush(flushToDisk: true);
            File.Move(unfinished, path, overwrite: true);
            PosixFile.SynchronizeFolder(System.IO.Path.GetDirectoryName(path)!);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _file!.Dispose();
        _file = file;
    }

    public void Dispose() => _file?.Dispose();
}
