using LitePipeline.Benchmarks.Cluster;
using LitePipeline.Benchmarks.Machine;
using LitePipeline.Benchmarks.Measuring;
using LitePipeline.Benchmarks.Peers;
using LitePipeline.Benchmarks.Stores;
using LitePipeline.Core;
using LitePipeline.TestCluster;

string[] all = ["noop", "chain", "fan", "process", "store", "cost"];
if (args.Except(all).ToArray() is [var unknown, ..])
{
    Console.Error.WriteLine($"'{unknown}' is no benchmark; give some of {string.Join(", ", all)}, or none for all.");
    return 2;
}

Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}");
var wanted = args.Length == 0 ? all : args;
var report = new Report();
if (wanted.Contains("noop")) await NoOpAsync();
if (wanted.Contains("chain")) await ChainAsync();
if (wanted.Contains("fan")) await FanAsync();
if (wanted.Contains("process")) await ProcessAsync();
if (wanted.Contains("store")) await StoreWriting.RunAsync(report);
report.Print();
if (wanted.Contains("cost")) CostPerEvent.Run();
return 0;

async Task NoOpAsync()
{
    const int count = 10_000;
    const string memory = "10,000 no-op tasks, in memory";
    const string durable = "10,000 no-op tasks, durable (SQLite, synchronous=FULL)";
    foreach (var (work, store) in new[] { (memory, ClusterStore.InMemory), (durable, ClusterStore.Sqlite) })
    {
        await using var cluster = await BenchmarkCluster.StartAsync(store, ClusterTransport.InMemory, slots: 64);
        var app = await cluster.DeployAsync(BenchmarkCluster.Single);
        var seconds = await Measure.SecondsAsync(() => BenchmarkCluster.RunManyAsync(cluster.Manager, app, count, callers: 256));
        report.Add(work, "LitePipeline", count / seconds, "tasks/s");
        if (store != ClusterStore.InMemory) continue;
        report.Add(work, "Hangfire.InMemory", count / await Measure.SecondsAsync(() => HangfireInMemory.RunAsync(count)), "tasks/s");
        report.Add(work, "Quartz in memory", count / await Measure.SecondsAsync(() => QuartzInMemory.RunAsync(count)), "tasks/s");
    }
}

async Task ChainAsync()
{
    const int length = 100;
    foreach (var (work, store, transport) in new[]
    {
        ("a step of a 100-deep chain, in memory", ClusterStore.InMemory, ClusterTransport.InMemory),
        ("a step of a 100-deep chain, TCP and durable", ClusterStore.Sqlite, ClusterTransport.Tcp),
    })
    {
        await using var cluster = await BenchmarkCluster.StartAsync(store, transport, slots: 2);
        var app = await cluster.DeployAsync(BenchmarkCluster.Chain(length));
        report.Add(work, "LitePipeline", await Measure.SecondsAsync(() => cluster.RunAsync(app)) / length * 1e6, "µs");
    }
}

async Task FanAsync()
{
    foreach (var parts in new[] { 1_000, 10_000 })
    {
        await using var cluster = await BenchmarkCluster.StartAsync(ClusterStore.InMemory, ClusterTransport.InMemory, slots: 64);
        var app = await cluster.DeployAsync(BenchmarkCluster.Fan);
        var seconds = await Measure.SecondsAsync(() => cluster.RunAsync(app, JsonData.From(new { parts })));
        report.Add($"fan-out 1 to {parts:N0} to 1, in memory", "LitePipeline", seconds / parts * 1e6, "µs an action");
    }
}

async Task ProcessAsync()
{
    const int count = 2_000;
    const string work = "OS processes (/bin/true), two at once";
    await using var cluster = await BenchmarkCluster.StartAsync(ClusterStore.InMemory, ClusterTransport.InMemory, slots: 2);
    var app = await cluster.DeployAsync(BenchmarkCluster.Process("/bin/true"));
    report.Add(work, "LitePipeline", count / await Measure.SecondsAsync(() => BenchmarkCluster.RunManyAsync(cluster.Manager, app, count, callers: 16)), "processes/s");
    report.Add(work, "xargs -P2", count / await Measure.SecondsAsync(() => Xargs.RunAsync("/bin/true", count)), "processes/s");
}
