using System.Text.Json.Serialization;
using LitePipeline.Hosting.Pipelines;

namespace PipelineInCode;

/// <summary>What is to be measured.</summary>
internal sealed record Tree(string Path);

/// <summary>One folder in it.</summary>
internal sealed record Folder(string Name, string Path);

/// <summary>What a folder holds.</summary>
internal sealed record FolderSize(string Name, int Files, long Bytes);

/// <summary>All of them, the largest first.</summary>
internal sealed record Report(long Bytes, IReadOnlyList<FolderSize> Folders);

/// <summary>The metadata of all that goes from action to action, made by the compiler.</summary>
[JsonSerializable(typeof(Tree))]
[JsonSerializable(typeof(Folder))]
[JsonSerializable(typeof(FolderSize))]
[JsonSerializable(typeof(Report))]
internal sealed partial class TreeJson : JsonSerializerContext;

/// <summary>What the actions do.</summary>
internal static class Folders
{
    public static async IAsyncEnumerable<Folder> ListAsync(Tree tree, ActionContext context)
    {
        if (!Directory.Exists(tree.Path)) throw new DirectoryNotFoundException($"There is no folder {tree.Path}.");
        foreach (var path in Directory.EnumerateDirectories(tree.Path))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            yield return new Folder(Path.GetFileName(path), path);
        }

        await Task.CompletedTask;
    }

    public static Task<FolderSize> MeasureAsync(Folder folder, ActionContext context)
    {
        var (files, bytes) = (0, 0L);
        foreach (var file in new DirectoryInfo(folder.Path).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (++files % 10_000 == 0) context.ReportProgress(0, $"{files} files");
            bytes += file.Length;
        }

        return Task.FromResult(new FolderSize(folder.Name, files, bytes));
    }
}
