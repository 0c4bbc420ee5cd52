using LitePipeline.Simulation.Processes;

namespace LitePipeline.Simulation.Faults;

/// <summary>Lets things go wrong at moments of its own choice. What strikes at a commit or a message is decided there.</summary>
internal sealed class Chaos(World world, Random random)
{
    private static readonly FaultKind[] Timed =
    [
        FaultKind.ManagerKilled, FaultKind.ManagerStopped, FaultKind.NodeKilled, FaultKind.PowerLost, FaultKind.NodeStopped, FaultKind.ConnectionCut, FaultKind.NetworkSilent,
        FaultKind.NetworkHalfSilent, FaultKind.NetworkSlow, FaultKind.ManagerDiskFull, FaultKind.NodeDiskFull, FaultKind.ClockJumped, FaultKind.ManagerPaused, FaultKind.NodePaused,
    ];

    /// <summary>Something goes wrong, unless what was drawn is not of this seed.</summary>
    public void Strike()
    {
        var kind = Timed[random.Next(Timed.Length)];
        var node = world.Nodes[random.Next(world.Nodes.Count)];
        if (!world.Faults.Kinds.Contains(kind) || world.Faults.IsOver) return;
        world.Faults.Count(kind);
        world.Trace.Note($"fault: {kind} ({node.Name})");
        var now = world.Scheduler.Now;
        switch (kind)
        {
            case FaultKind.ManagerKilled: world.Manager.Kill("at some moment"); break;
            case FaultKind.ManagerStopped: world.Manager.Stop(); break;
            case FaultKind.NodeKilled: if (node.IsUp) node.Kill(power: false); break;
            case FaultKind.PowerLost: if (node.IsUp) node.Kill(power: true); break;
            case FaultKind.NodeStopped: node.Stop(); break;
            case FaultKind.ConnectionCut: Cut(node); break;
            case FaultKind.NetworkSilent:
                node.CutOffUntil = now + Seconds(1, 120);
                OnConnections(node, connection => connection.Silence(atNode: true, atManager: true));
                break;
            case FaultKind.NetworkHalfSilent:
                var atNode = random.Next(2) == 0;
                OnConnections(node, connection => connection.Silence(atNode, !atNode));
                break;
            case FaultKind.NetworkSlow: node.SlowUntil = now + Seconds(5, 60); break;
            case FaultKind.ManagerDiskFull: world.Manager.DiskFullUntil = now + Seconds(0.5, 60); break;
            case FaultKind.NodeDiskFull: node.DiskFullUntil = now + Seconds(1, 60); break;
            case FaultKind.ClockJumped: Jump(node); break;
            case FaultKind.ManagerPaused: world.Manager.Process?.PauseUntil(now + Seconds(0.5, 50)); break;
            case FaultKind.NodePaused: node.Process?.PauseUntil(now + Seconds(0.5, 50)); break;
        }
    }

    // A line that is cut once is often cut again as soon as it is back.
    private void Cut(SimulatedNode node)
    {
        OnConnections(node, connection => connection.Cut("It was cut."));
        if (random.Next(3) > 0) world.Scheduler.After(Seconds(0.1, 4), null, () =>
        {
            if (world.Faults.IsOver) return;
            world.Faults.Count(FaultKind.ConnectionCut);
            Cut(node);
        });
    }

    private void Jump(SimulatedNode node)
    {
        var by = Seconds(1, random.Next(3) == 0 ? 3600 : 30) * (random.Next(2) == 0 ? 1 : -1);
        if (random.Next(2) == 0) world.ManagerClockJumps(by);
        else node.Clock.Offset += by;
    }

    private void OnConnections(SimulatedNode node, Action<Network.Connection> act)
    {
        foreach (var connection in world.ConnectionsOf(node.Id)) act(connection);
    }

    private TimeSpan Seconds(double least, double most) => TimeSpan.FromSeconds(least + random.NextDouble() * (most - least));
}
