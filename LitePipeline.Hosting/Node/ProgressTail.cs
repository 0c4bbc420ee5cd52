using LitePipeline.Core.Actions;

namespace LitePipeline.Hosting.Node;

/// <summary>Reads what a process action writes to its progress file, the newest line at a time.</summary>
internal sealed class ProgressTail(string workspace)
{
    private const int LongestLine = 16 * 1024;

    private readonly string _path = Path.Combine(workspace, WorkspaceContract.ProgressFile);
    private long _seen;

    /// <summary>The newest line that has come since the last call; null where none has, or where it is none.</summary>
    public ProgressLine? ReadNew()
    {
        try
        {
            var info = new FileInfo(_path);
            if (!info.Exists || info.Length <= _seen) return null;
            using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = Math.Max(_seen, file.Length - LongestLine);
            var buffer = new byte[LongestLine];
            var read = buffer.AsSpan(0, file.ReadAtLeast(buffer, LongestLine, throwOnEndOfStream: false));
            var end = read.LastIndexOf((byte)'\n');
            if (end < 0) return null;
            _seen = file.Position - read.Length + end + 1;
            var line = read[..end];
            return ProgressLine.TryParse(line[(line.LastIndexOf((byte)'\n') + 1)..], out var progress) ? progress : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Progress is a courtesy: the action goes on without.
            return null;
        }
    }
}
