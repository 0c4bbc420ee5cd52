using LitePipeline.Fuzzing.Archives;
using LitePipeline.Fuzzing.Definitions;
using LitePipeline.Fuzzing.Frames;
using LitePipeline.Fuzzing.Http;
using LitePipeline.Fuzzing.Tokens;

namespace LitePipeline.Fuzzing;

/// <summary>All that can be tried.</summary>
internal static class Targets
{
    private static readonly Dictionary<string, Func<FuzzTarget>> All = new(StringComparer.Ordinal)
    {
        ["frames"] = () => new ManagerFrames(),
        ["node-frames"] = () => new NodeFrames(),
        ["archives"] = () => new ArchiveTarget(),
        ["configurations"] = () => new ConfigurationTarget(),
        ["http"] = () => new HttpTarget(),
        ["tokens"] = () => new TokenTarget(),
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    public static Opened Open(string name) => new(All[name]());

    /// <summary>A target, and what it has opened.</summary>
    internal sealed record Opened(FuzzTarget Target) : IDisposable
    {
        public void Dispose() => (Target as IDisposable)?.Dispose();
    }
}
