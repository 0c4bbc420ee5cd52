using LitePipeline.Simulation.Time;

namespace LitePipeline.Simulation;

/// <summary>What happened, in order: as a digest always, in words where somebody wants to read it.</summary>
internal sealed class Trace(Scheduler scheduler, bool keep)
{
    private const ulong Offset = 14695981039346656037, Prime = 1099511628211;

    private readonly List<string>? _lines = keep ? [] : null;

    /// <summary>The same for two runs only where all that was noted is the same (FNV-1a).</summary>
    public ulong Digest { get; private set; } = Offset;

    public IReadOnlyList<string> Lines => _lines ?? [];

    public void Note(string happened)
    {
        var digest = (Digest ^ (ulong)scheduler.Now.Ticks) * Prime;
        foreach (var character in happened) digest = (digest ^ character) * Prime;
        Digest = digest;
        _lines?.Add($"{scheduler.Now:hh\\:mm\\:ss\\.ffffff} {happened}");
    }

    /// <summary>A digest of bytes that is the same in every process.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var digest = Offset;
        foreach (var one in bytes) digest = (digest ^ one) * Prime;
        return digest;
    }

    /// <summary>A digest of a text that is the same in every process.</summary>
    public static ulong Of(string text)
    {
        var digest = Offset;
        foreach (var character in text) digest = (digest ^ character) * Prime;
        return digest;
    }
}
