using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Benchmarks.Machine;

/// <summary>What the manager's machine alone costs per event as a task, or the queue, grows: no store, no wire. It should not grow.</summary>
internal static class CostPerEvent
{
    private static readonly int[] Sizes = [1_000, 10_000, 100_000, 1_000_000];

    public static void Run()
    {
        Console.WriteLine("| size | one task of so many actions: µs an action | so many queued tasks: µs to submit | µs to run one | bytes a queued task |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: |");
        Fan(1_000);
        Queue(1_000);
        foreach (var size in Sizes)
        {
            var fan = Median(() => Fan(size));
            var queues = Enumerable.Range(0, 3).Select(_ => Queue(size)).OrderBy(run => run.Submit).ToArray();
            var queue = queues[1];
            Console.WriteLine($"| {size:N0} | {fan:F2} | {queue.Submit:F2} | {queue.Run:F2} | {queue.Bytes:F0} |");
        }

        RunWorks();
    }

    private static void RunWorks()
    {
        Console.WriteLine();
        Console.WriteLine("| applications of a work | in a chain: µs an application | side by side, then one that waits for all: µs an application |");
        Console.WriteLine("| ---: | ---: | ---: |");
        Work(1_000, i => i > 0 ? [i - 1] : []);
        foreach (var size in Sizes[..^1])
        {
            var chain = Median(() => Work(size, i => i > 0 ? [i - 1] : []));
            var fan = Median(() => Work(size, i => i < size - 1 ? [] : [.. Enumerable.Range(0, size - 1)]));
            Console.WriteLine($"| {size:N0} | {chain:F2} | {fan:F2} |");
        }
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

    private sealed class World
    {
        public static readonly ActionResult Done = new() { ReturnCode = 0 };
        private readonly ManagerMachine _machine;
        private readonly ManagerDecision _decision = new();
        private readonly Queue<AttemptKey> _running = [];
        private readonly SessionId _session = new(1);
        private readonly AppId _app = new(Guid.NewGuid());
        private readonly WorkflowId _workflow = new(Guid.NewGuid());
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private int _ids;

        public World(ManagerMachine machine, int slots)
        {
            _machine = machine;
            var node = new NodeDescription { Id = new NodeId(Guid.NewGuid()), Name = "node", Slots = slots, Platform = "linux" };
            Decide(new ManagerInput.NodeSaid(_session, new NodeMessage.Join(node, [], [])));
        }

        public void Deploy(string configuration)
        {
            var json = Encoding.UTF8.GetBytes(configuration);
            Decide(new ManagerInput.CreateApplication(_app, "app", "", new PackageReference("1", "2", PackageFormat.TarGz, 1), JsonData.Parse(json), DefinitionReader.ReadApplication(json)));
        }

        public AppId Application => _app;

        public void DeployWorkflow(byte[] configuration) =>
            Decide(new ManagerInput.CreateWorkflow(_workflow, "workflow", "", JsonData.Parse(configuration), DefinitionReader.ReadWorkflow(configuration), Enabled: true));

        public void SubmitWork() => Decide(new ManagerInput.CreateWork(new WorkId(Guid.NewGuid()), "work", _workflow, JsonData.EmptyObject));

        public void Submit() => Decide(new ManagerInput.SubmitTask(new TaskId(new Guid(++_ids, 0, 0, new byte[8])), "task", _app, JsonData.EmptyObject));

        public void FinishAll(Func<AttemptKey, ActionResult> result)
        {
            while (_running.TryDequeue(out var key)) Decide(new ManagerInput.NodeSaid(_session, new NodeMessage.ActionFinished(key, result(key))));
        }

        private void Decide(ManagerInput input)
        {
            _now += TimeSpan.FromMicroseconds(1);
            _machine.Decide(input, _now, _decision);
            foreach (var effect in _decision.Effects)
            {
                if (effect is ManagerEffect.Send { Message: ManagerMessage.RunAction run }) _running.Enqueue(run.Assignment.Attempt);
            }

            _decision.Clear();
        }
    }
}
