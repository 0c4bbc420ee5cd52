using LitePipeline.Benchmarks.Machine;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;

namespace LitePipeline.Benchmarks.Counting;

/// <summary>What the manager's machine takes of memory, on this thread alone: the same at each run.</summary>
internal static class MachineCounts
{
    private const string Single = """{"actions": [{"name": "only", "main": "s"}], "output_action": "only"}""";
    private const string Fan = """{"actions": [{"name": "split", "main": "s"}, {"name": "join", "main": "j", "condition": ["split"]}], "output_action": "join"}""";

    /// <summary>Bytes that are allocated for a task of one action, from its submission to its end.</summary>
    public static double BytesPerTask(int tasks = 2000)
    {
        var world = NewWorld(Single);
        Run(tasks);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(tasks);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)tasks;

        void Run(int count)
        {
            for (var i = 0; i < count; i++)
            {
                world.Submit();
                world.FinishAll(_ => World.Done);
            }
        }
    }

    /// <summary>Bytes that are allocated for a generated action, from its generation to its end.</summary>
    public static double BytesPerAction(int actions = 5000)
    {
        var world = NewWorld(Fan);
        var parts = Enumerable.Range(0, actions).Select(i => new ActionDefinition { Name = $"part-{i}", Main = "p", ToAction = "join" }).ToArray();
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)actions;

        void Run()
        {
            world.Submit();
            world.FinishAll(key => key.Action == "split" ? new ActionResult { ReturnCode = 0, Actions = [.. parts] } : World.Done);
        }
    }

    /// <summary>Bytes that a task holds while it waits for a slot.</summary>
    public static double BytesPerQueuedTask(int tasks = 50_000)
    {
        var world = NewWorld(Single);
        for (var i = 0; i < 16; i++) world.Submit();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < tasks; i++) world.Submit();
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(world);
        return (after - before) / (double)tasks;
    }

    private static World NewWorld(string configuration)
    {
        var world = new World(new ManagerMachine(new ManagerSettings()), slots: 16);
        world.Deploy(configuration);
        return world;
    }
}
