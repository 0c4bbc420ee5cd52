using System.Diagnostics;
using System.Text.Json;
using LitePipeline.Benchmarks.Measuring;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;

namespace LitePipeline.Benchmarks.Machine;

/// <summary>What the manager's machine alone costs per event as a task, or the queue, grows: no store, no wire. It should not grow.</summary>
internal sealed class CostPerEvent : IBenchmark
{
    private static readonly int[] Sizes = [1_000, 10_000, 100_000, 1_000_000];

    public string Name => "cost";

    public Task RunAsync(Report report, Scale scale)
    {
        Fan(1_000);
        Queue(1_000);
        foreach (var size in Sizes.Where(size => !scale.Quick || size < 100_000))
        {
            report.Add($"the manager's machine alone, one task of {size:N0} actions", "an action", Median(() => Fan(size)), "µs");
            var queue = Enumerable.Range(0, 3).Select(_ => Queue(size)).OrderBy(run => run.Submit).ElementAt(1);
            report.Add($"the manager's machine alone, {size:N0} queued tasks", "to submit one", queue.Submit, "µs");
            report.Add($"the manager's machine alone, {size:N0} queued tasks", "to run one", queue.Run, "µs");
            report.Add($"the manager's machine alone, {size:N0} queued tasks", "memory of one", queue.Bytes, "bytes");
            if (size > 100_000) continue;
            report.Add($"the manager's machine alone, a work of {size:N0} applications", "one of a chain", Median(() => Work(size, i => i > 0 ? [i - 1] : [])), "µs");
            report.Add($"the manager's machine alone, a work of {size:N0} applications", "one of many before a last", Median(() => Work(size, i => i < size - 1 ? [] : [.. Enumerable.Range(0, size - 1)])), "µs");
        }

        return Task.CompletedTask;
    }

    private static double Median(Func<double> measure) => Enumerable.Range(0, 3).Select(_ => measure()).Order().ElementAt(1);

    private static double Fan(int size)
    {
        var machine = new ManagerMachine(new ManagerSettings());
        var world = new World(machine, slots: 16);
        world.Deploy("""{"actions": [{"name": "split", "main": "s"}, {"name": "join", "main": "j", "condition": ["split"]}], "output_action": "join"}""");
        var parts = Enumerable.Range(0, size).Select(i => new ActionDefinition { Name = $"part-{i}", Main = "p", ToAction = "join" }).ToArray();
        world.Submit();
        var watch = Stopwatch.StartNew();
        world.FinishAll(key => key.Action == "split" ? new ActionResult { ReturnCode = 0, Actions = [.. parts] } : World.Done);
        return watch.Elapsed.TotalMicroseconds / size;
    }

    private static double Work(int size, Func<int, int[]> conditions)
    {
        var machine = new ManagerMachine(new ManagerSettings { MaxInputSize = int.MaxValue });
        var world = new World(machine, slots: 16);
        world.Deploy("""{"actions": [{"name": "only", "main": "s"}], "output_action": "only"}""");
        var applications = Enumerable.Range(0, size).Select(i => new { name = $"a{i}", app_id = world.Application, condition = conditions(i).Select(before => $"a{before}") });
        world.DeployWorkflow(JsonSerializer.SerializeToUtf8Bytes(new { applications }));
        var watch = Stopwatch.StartNew();
        world.SubmitWork();
        world.FinishAll(_ => World.Done);
        return watch.Elapsed.TotalMicroseconds / size;
    }

    private static (double Submit, double Run, double Bytes) Queue(int size)
    {
        var machine = new ManagerMachine(new ManagerSettings());
        var world = new World(machine, slots: 16);
        world.Deploy("""{"actions": [{"name": "only", "main": "s"}], "output_action": "only"}""");
        for (var i = 0; i < 16; i++) world.Submit();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < size; i++) world.Submit();
        var submit = watch.Elapsed.TotalMicroseconds / size;
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)size;
        watch.Restart();
        world.FinishAll(_ => World.Done);
        return (submit, watch.Elapsed.TotalMicroseconds / size, bytes);
    }
}
