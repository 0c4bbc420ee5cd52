using LitePipeline.Soak.Cluster;
using LitePipeline.Soak.Network;

namespace LitePipeline.Soak.Faults;

/// <summary>Lets the plan's faults strike, each at its time, and mends each when it has held for as long as it is to.</summary>
internal sealed class Chaos(SoakCluster cluster, IEnumerable<Fault> plan, TimeProvider time)
{
    private readonly List<Task> _holding = [];

    /// <summary>How often each kind has struck.</summary>
    public int[] Counts { get; } = new int[Enum.GetValues<FaultKind>().Length];

    /// <summary>What struck, when and whom, in order.</summary>
    public List<string> Struck { get; } = [];

    /// <summary>Runs until it is told to end; then nothing is wrong any more.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        var begun = time.GetTimestamp();
        try
        {
            foreach (var fault in plan)
            {
                var left = fault.At - time.GetElapsedTime(begun);
                if (left > TimeSpan.Zero) await Task.Delay(left, time, end);
                end.ThrowIfCancellationRequested();
                if (!Strike(fault)) continue;
                Counts[(int)fault.Kind]++;
                Struck.Add($"{time.GetUtcNow():HH:mm:ss.fff} {fault.Kind} {(fault.Victim == 0 ? "manager" : $"node-{fault.Victim}")} {fault.Holds.TotalSeconds:0.0} s");
                if (fault.Holds > TimeSpan.Zero) _holding.Add(HoldAsync(fault, end));
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // It was told to.
        }

        await Task.WhenAll(_holding);
    }

    private async Task HoldAsync(Fault fault, CancellationToken end)
    {
        await Task.Delay(fault.Holds, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Mend(fault);
    }

    private bool Strike(Fault fault)
    {
        var (daemon, line) = (cluster.Daemon(fault.Victim), cluster.Lines[fault.Victim]);
        var data = Path.Combine(daemon.Disk.Path, "data");
        switch (fault.Kind)
        {
            case FaultKind.ManagerKilled or FaultKind.NodeKilled:
                return (!fault.Spares || daemon.IsUp) && daemon.Kill();
            case FaultKind.ManagerPaused or FaultKind.NodePaused:
                return daemon.Pause();
            case FaultKind.NetworkCut:
                line.Set(LaneState.Cut, LaneState.Cut);
                break;
            case FaultKind.NetworkDeafManager:
                line.Set(LaneState.Cut, LaneState.Well);
                break;
            case FaultKind.NetworkDeafPeer:
                line.Set(LaneState.Well, LaneState.Cut);
                break;
            case FaultKind.NetworkSlow:
                line.Set(Slow, Slow);
                break;
            case FaultKind.NetworkLossy:
                line.Set(Lossy, Lossy);
                break;
            case FaultKind.ManagerDiskFull or FaultKind.NodeDiskFull:
                daemon.Disk.Fill();
                break;
            case FaultKind.DatabaseReadOnly:
                daemon.Disk.Lock(Path.Combine(data, "manager.db"), Path.Combine(data, "manager.db-wal"));
                break;
            case FaultKind.ManagerFolderReadOnly:
                daemon.Disk.Lock(Path.Combine(data, "manager.db"), Path.Combine(data, "manager.db-wal"), data);
                break;
            case FaultKind.OutboxReadOnly:
                daemon.Disk.Lock(Path.Combine(data, "outbox.log"));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, null);
        }

        return true;
    }

    private static LaneState Slow { get; } = new(0, TimeSpan.FromMilliseconds(300));

    private static LaneState Lossy { get; } = new(0.2, TimeSpan.FromMilliseconds(20));

    private void Mend(Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.ManagerPaused or FaultKind.NodePaused:
                cluster.Daemon(fault.Victim).Resume();
                break;
            case FaultKind.ManagerDiskFull or FaultKind.NodeDiskFull or FaultKind.DatabaseReadOnly or FaultKind.ManagerFolderReadOnly or FaultKind.OutboxReadOnly:
                cluster.Daemon(fault.Victim).Disk.Mend();
                break;
            default:
                cluster.Lines[fault.Victim].Set(LaneState.Well, LaneState.Well);
                break;
        }
    }
}
