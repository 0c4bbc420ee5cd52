using System.Text.Json;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Messages;

namespace LitePipeline.Hosting.Node;

/// <summary>Passes on what a process action writes to its progress file, the newest line at a time.</summary>
internal static class ProgressTail
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private const int LongestLine = 16 * 1024;

    public static async Task<ActionExit> FollowAsync(
        string workspace, AttemptKey attempt, Task<ActionExit> completion, NodeConnection connection, TimeProvider time)
    {
        var path = Path.Combine(workspace, WorkspaceContract.ProgressFile);
        using var ended = new CancellationTokenSource();
        long seen = 0;
        while (!completion.IsCompleted)
        {
            await Task.WhenAny(completion, Task.Delay(Interval, time, ended.Token));
            if (ReadNew(path, ref seen) is { } progress) connection.TrySend(new NodeMessage.ActionProgressed(attempt, progress.Fraction, progress.Message));
        }
        await ended.CancelAsync();
        return await completion;
    }

    private static (double Fraction, string Message)? ReadNew(string path, ref long seen)
    {
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists || info.Length <= seen) return null;
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = Math.Max(seen, file.Length - LongestLine);
            var buffer = new byte[LongestLine];
            var read = buffer.AsSpan(0, file.ReadAtLeast(buffer, LongestLine, throwOnEndOfStream: false));
            var end = read.LastIndexOf((byte)'\n');
            if (end < 0) return null;
            seen = file.Position - read.Length + end + 1;
            using var line = JsonDocument.Parse(buffer.AsMemory(0, end)[(read[..end].LastIndexOf((byte)'\n') + 1)..]);
            var fraction = line.RootElement.GetProperty("fraction").GetDouble();
            var message = line.RootElement.TryGetProperty("message", out var text) ? text.GetString() ?? "" : "";
            return (Math.Clamp(fraction, 0, 1), message);
        }
        catch (Exception failure) when (failure is IOException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException or UnauthorizedAccessException)
        {
            // Progress is a courtesy: a line that is none is passed over.
            return null;
        }
    }
}
