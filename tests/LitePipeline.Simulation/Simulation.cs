using LitePipeline.Core.Manager;
using LitePipeline.Core.Tasks;
using LitePipeline.Simulation.Disks;
using LitePipeline.Simulation.Faults;

namespace LitePipeline.Simulation;

/// <summary>One seed's life: set up, a time in which anything may go wrong, and a time in which all must come right.</summary>
internal sealed class Simulation
{
    private const long MostSteps = 20_000_000;

    private readonly SimulationOptions _options;
    private readonly World _world;
    private TimeSpan _chaos;

    private Simulation(SimulationOptions options, NodeDisks disks)
    {
        _options = options;
        _world = new World(options, disks.All);
    }

    /// <summary>Runs a seed on this thread.</summary>
    public static SimulationResult Run(SimulationOptions options)
    {
        var before = SynchronizationContext.Current;
        using var disks = NodeDisks.Rent();
        try
        {
            return new Simulation(options, disks).Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private SimulationResult Run()
    {
        try
        {
            SetUp();
            GoWrong();
            ComeRight();
        }
        catch (ViolationException violation)
        {
            _world.Fail(violation.Violation);
        }

        return new SimulationResult(
            _world.Violation, _world.Trace.Digest, _world.Scheduler.Now, _chaos, _world.Scheduler.Steps, _world.Faults.Counts, _world.History.Tasks.Count, _world.History.Changes, _world.Trace.Lines);
    }

    private void SetUp()
    {
        _world.Manager.Start();
        foreach (var node in _world.Nodes) node.Start();
        Pass(TimeSpan.FromSeconds(3));
        _world.Crowd.Deploy();
        Pass(TimeSpan.FromSeconds(3));
    }

    private void GoWrong()
    {
        _world.Faults.Begin();
        _chaos = _options.Duration ?? _world.Between(40, 300);
        var end = _world.Scheduler.Now + _chaos;
        Often(end, 1.5, _world.Crowd.Act);
        Often(end, 9, _world.Chaos.Strike);
        Until(end);
        _world.Faults.End();
    }

    // The network is whole, the disks have room, and whoever is down comes back.
    private void ComeRight()
    {
        _world.Trace.Note("nothing goes wrong any more");
        _world.Manager.DiskFullUntil = default;
        foreach (var node in _world.Nodes) node.CutOffUntil = node.DiskFullUntil = default;
        Pass(TimeSpan.FromMinutes(4));
        // A drained node takes nothing until it is removed and joins anew.
        foreach (var node in _world.Nodes) _world.Remove(node);
        Pass(TimeSpan.FromMinutes(2));
        var settled = new Settled(_world);
        settled.CheckServices();
        _world.Crowd.GoHome();
        // A clock that was put back makes every deadline later.
        var limit = _world.Scheduler.Now + TimeSpan.FromHours(30);
        while (!settled.IsOver && _world.Scheduler.Now < limit && _world.Violation is null) Pass(TimeSpan.FromMinutes(1));
        Pass(TimeSpan.FromMinutes(2));
        if (_world.Violation is not null) return;
        settled.Check(Describe());
    }

    private ClusterView Describe()
    {
        ClusterView? view = null;
        _world.Crowd.Door.Insist("describe", async (door, _) => view = await door.GetClusterAsync());
        while (view is null && _world.Violation is null) Pass(TimeSpan.FromSeconds(1));
        return view ?? throw new ViolationException("describe", "The manager does not say what there is.");
    }

    private void Often(TimeSpan end, double seconds, Action act)
    {
        _world.Scheduler.After(_world.Between(0, seconds * 2), null, () =>
        {
            if (_world.Scheduler.Now >= end) return;
            act();
            Often(end, seconds, act);
        });
    }

    private void Pass(TimeSpan time) => Until(_world.Scheduler.Now + time);

    private void Until(TimeSpan moment)
    {
        var isThere = false;
        _world.Scheduler.After(moment - _world.Scheduler.Now, null, () => isThere = true);
        while (!isThere && _world.Violation is null && _world.Scheduler.Step(TimeSpan.MaxValue))
        {
            if (_world.Scheduler.Steps > MostSteps) throw new ViolationException("steps", "It goes round and round.");
        }
    }
}
