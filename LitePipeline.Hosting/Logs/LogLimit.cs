namespace LitePipeline.Hosting.Logs;

/// <summary>Keeps a log that grows from filling the disk: its beginning and its end stay, the middle becomes a hole.</summary>
/// <remarks>
/// The action writes straight into the file and is not slowed down, and every byte that stays keeps its offset. Between two looks the log may be
/// longer than the limit by what was written meanwhile.
/// </remarks>
internal sealed class LogLimit(long most)
{
    // The beginning often tells what the action was told to do; the end, why it failed.
    private const long LongestBeginning = 1 << 20;

    private readonly long _beginning = Math.Min(LongestBeginning, most / 4) / SparseFile.Alignment * SparseFile.Alignment;
    private long _cut;
    private bool _isPowerless;

    /// <summary>Looks at the log and cuts it where it has become too long. Returns false where it should have been cut and cannot be, once.</summary>
    public bool Apply(string path)
    {
        if (_isPowerless) return true;
        var log = new FileInfo(path);
        if (!log.Exists || log.Length <= most) return true;
        var end = (log.Length - (most - _beginning) + SparseFile.Alignment - 1) / SparseFile.Alignment * SparseFile.Alignment;
        var from = Math.Max(_beginning, _cut);
        if (end <= from) return true;
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        _isPowerless = !SparseFile.TryPunch(file, from, end - from);
        _cut = end;
        return !_isPowerless;
    }
}
