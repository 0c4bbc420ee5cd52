using LitePipeline.Core.Artifacts;

namespace LitePipeline.Hosting.Artifacts;

/// <summary>Opens files of a workspace for whoever asks by path: only what lies in the workspace itself, never where a link in it leads.</summary>
/// <remarks>What writes a workspace may be a container that sees little of this machine; by a link it could make the node give away what it may read.</remarks>
internal static class WorkspaceFile
{
    /// <summary>Opens a file for reading; null where there is none of this path.</summary>
    /// <exception cref="IOException">It cannot be read, is a link, or lies behind one.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream? Open(string workspace, string path)
    {
        if (ArtifactPath.FileProblem(path) is { } problem) throw new IOException($"The path '{path}' {problem}");
        var at = workspace;
        foreach (var name in path.Split('/'))
        {
            at = Path.Combine(at, name);
            if (new FileInfo(at).LinkTarget is not null) throw new IOException($"'{Path.GetRelativePath(workspace, at)}' is a link; leave the file itself.");
        }

        if (Directory.Exists(at)) throw new IOException($"'{path}' is a folder; name its files, such as \"{path}/*\" or \"{path}/**\".");
        return !File.Exists(at) ? null : new FileStream(at, new FileStreamOptions
        {
            Mode = FileMode.Open,
            Access = FileAccess.Read,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        });
    }
}
