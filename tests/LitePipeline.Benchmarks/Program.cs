using LitePipeline.Benchmarks.Cluster;
using LitePipeline.Benchmarks.Counting;
using LitePipeline.Benchmarks.Machine;
using LitePipeline.Benchmarks.Measuring;
using LitePipeline.Benchmarks.Roles;
using LitePipeline.Benchmarks.Stores;
using LitePipeline.Benchmarks.Tool;

if (args is [ChildProcess.Flag, var role, .. var rest]) return await ChildProcess.RunRoleAsync(role, rest);

// Those that make many files come first: the file system is slower at it for minutes after others were removed.
IBenchmark[] all =
[
    new ProcessActions(), new Start(), new NoOpTasks(), new DurableTasks(), new Chain(), new FanOut(), new StoreWriting(), new PostgresWriting(),
    new QueuedTasks(), new ManyNodes(), new PackageToNodes(), new LogFlood(), new Counts(), new CostPerEvent(),
];

var names = all.Select(benchmark => benchmark.Name).ToArray();
var wanted = args.Where(word => word is not ("--only" or "--quick" or "--out")).ToList();
string? path = null;
if (Array.IndexOf(args, "--out") is var at and >= 0 && at + 1 < args.Length) wanted.Remove(path = args[at + 1]);
if (wanted.Except(names).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"'{unknown}' is no benchmark. Usage: [--only {string.Join('|', names)} ...] [--quick] [--out FILE]");
    return 2;
}

var scale = new Scale(args.Contains("--quick"));
var report = new Report(scale);
foreach (var benchmark in all.Where(benchmark => wanted.Count == 0 || wanted.Contains(benchmark.Name)))
{
    var begun = TimeProvider.System.GetTimestamp();
    await benchmark.RunAsync(report, scale);
    Console.Error.WriteLine($"[{benchmark.Name}: {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:F0} s]");
}

report.Print(Console.Out);
if (path is not null)
{
    await using var file = File.CreateText(path);
    report.Print(file);
}

return 0;
