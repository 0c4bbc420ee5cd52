using System.Collections.Concurrent;
using System.Globalization;
using LitePipeline.Hosting.Node;
using Microsoft.Extensions.Options;

namespace LitePipeline.Simulation.Disks;

/// <summary>The folders that the nodes' parts want to have, made once for each thread: nothing that matters to a simulation is in them, and their ids are always the same.</summary>
internal sealed class NodeDisks : IDisposable
{
    private const int Most = 4;

    private static readonly ConcurrentBag<NodeDisks> Free = [];
    private static readonly string Root = Path.Combine(Path.GetTempPath(), $"litepipeline-simulation-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}");
    private static int _made;

    static NodeDisks() => AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
    {
        foreach (var disk in Free.SelectMany(disks => disks.All)) disk.Dispose();
        if (Directory.Exists(Root)) Directory.Delete(Root, recursive: true);
    };

    public IReadOnlyList<NodeData> All { get; } = [.. Enumerable.Range(1, Most).Select(Make(Interlocked.Increment(ref _made)))];

    public static NodeDisks Rent() => Free.TryTake(out var disks) ? disks : new NodeDisks();

    public void Dispose() => Free.Add(this);

    private static Func<int, NodeData> Make(int set) => number =>
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, set.ToString(CultureInfo.InvariantCulture), number.ToString(CultureInfo.InvariantCulture))).FullName;
        File.WriteAllText(Path.Combine(folder, "node.json"), $$"""{"id": "00000000-0000-0000-0000-{{number:D12}}"}""");
        return new NodeData(Options.Create(new NodeOptions { DataPath = folder }));
    };
}
