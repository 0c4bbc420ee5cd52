using System.Collections.Concurrent;
using System.Text.Json;
using LitePipeline.Core.Nodes;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Node;

/// <summary>The node's folder: one process at a time owns it, and it holds who the node is.</summary>
internal sealed class NodeData : IDisposable
{
    private readonly ConcurrentDictionary<string, string> _made = new(StringComparer.Ordinal);
    private readonly FileStream _lock;

    /// <exception cref="IOException">Another process uses the folder, or it cannot be used.</exception>
    public NodeData(IOptions<NodeOptions> options)
    {
        Root = MakeRoot(options.Value.DataPath);
        _lock = TakeLock(Root);
        try { Id = ReadOrMakeId(Root); }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>The folder, absolute.</summary>
    public string Root { get; }

    /// <summary>The node, the same for as long as the folder lives.</summary>
    public NodeId Id { get; }

    /// <summary>A folder in the node's, made when it is first asked for and then taken to be there.</summary>
    public string FolderOnce(string name) => _made.GetOrAdd(name, Folder);

    /// <summary>A folder in the node's, made where it is missing.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    public void Dispose() => _lock.Dispose();

    private static string MakeRoot(string path)
    {
        try
        {
            return Directory.CreateDirectory(Path.GetFullPath(path)).FullName;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new IOException($"{NodeOptions.Section}:{nameof(NodeOptions.DataPath)}, {path}, cannot be used as a folder: {failure.Message} Give another one, or give this user the right to write there.", failure);
        }
    }

    private static FileStream TakeLock(string root)
    {
        var path = Path.Combine(root, "node.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (File.Exists(path))
        {
            throw new IOException($"Another node uses the folder {root} already ({path} is locked); give each node a DataPath of its own.", failure);
        }
    }

    private static NodeId ReadOrMakeId(string root)
    {
        var path = Path.Combine(root, "node.json");
        if (File.Exists(path))
        {
            try { return JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("id").Deserialize<NodeId>(); }
            catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new IOException($"The file {path} does not hold the node's id; restore it, or remove it and the node is a new one.", failure);
            }
        }
        var id = new NodeId(Guid.NewGuid());
        var unfinished = path + ".tmp";
        using (var file = File.Create(unfinished))
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, Guid> { ["id"] = id.Value }));
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path);
        return id;
    }
}
