namespace LitePipeline.Soak.Faults;

/// <summary>A fault that is to strike.</summary>
/// <param name="At">When, from the beginning.</param>
/// <param name="Kind">What.</param>
/// <param name="Victim">Whom: 0 the manager, or for a network its line to the users; 1 and up a node.</param>
/// <param name="Holds">How long; zero for what is over at once.</param>
/// <param name="Spares">Whether it passes by a victim that has not run for as long as its start took: on a machine where a start takes longer than there is time between two kills, nothing would ever be done.</param>
internal readonly record struct Fault(TimeSpan At, FaultKind Kind, int Victim, TimeSpan Holds, bool Spares = false);

/// <summary>All that goes wrong, in order and without end: a seed's, whatever the machine makes of it.</summary>
internal static class FaultPlan
{
    private static readonly FaultKind[] Kills = [FaultKind.ManagerKilled, FaultKind.NodeKilled];

    public static IEnumerable<Fault> Of(SoakOptions options, int nodes)
    {
        using var kills = KillsOf(options, nodes).GetEnumerator();
        using var others = OthersOf(options, nodes).GetEnumerator();
        var (killing, striking) = (kills.MoveNext(), others.MoveNext());
        while (killing || striking)
        {
            if (killing && (!striking || kills.Current.At <= others.Current.At))
            {
                yield return kills.Current;
                killing = kills.MoveNext();
            }
            else
            {
                yield return others.Current;
                striking = others.MoveNext();
            }
        }
    }

    private static IEnumerable<Fault> KillsOf(SoakOptions options, int nodes)
    {
        var random = new Random(options.Seed);
        for (var at = options.KillEvery; ; at += options.KillEvery)
        {
            var victim = random.Next(nodes + 1);
            var spares = random.Next(8) > 0;
            var kind = victim == 0 ? FaultKind.ManagerKilled : FaultKind.NodeKilled;
            if (!options.Without.Contains(kind)) yield return new Fault(at, kind, victim, TimeSpan.Zero, spares);
            else if (Kills.All(options.Without.Contains)) yield break;
        }
    }

    // The kinds take turns in an order of the seed's, so that a short soak has all of them; one disk or line is wrong in one way at a time.
    private static IEnumerable<Fault> OthersOf(SoakOptions options, int nodes)
    {
        var random = new Random(~options.Seed);
        var kinds = Enum.GetValues<FaultKind>().Except(Kills).Except(options.Without).ToArray();
        if (kinds.Length == 0) yield break;
        var freeFrom = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        var at = TimeSpan.Zero;
        while (true)
        {
            random.Shuffle(kinds);
            foreach (var kind in kinds)
            {
                at += options.FaultEvery * (0.5 + random.NextDouble());
                var victim = VictimOf(kind, random, nodes);
                var holds = TimeSpan.FromSeconds(1 + 7 * random.NextDouble());
                var part = PartOf(kind, victim);
                if (freeFrom.TryGetValue(part, out var free) && free > at) at = free;
                freeFrom[part] = at + holds + TimeSpan.FromSeconds(1);
                yield return new Fault(at, kind, victim, holds);
            }
        }
    }

    private static int VictimOf(FaultKind kind, Random random, int nodes) => kind switch
    {
        FaultKind.ManagerPaused or FaultKind.ManagerDiskFull or FaultKind.DatabaseReadOnly or FaultKind.ManagerFolderReadOnly => 0,
        FaultKind.NodePaused or FaultKind.NodeDiskFull or FaultKind.OutboxReadOnly => 1 + random.Next(nodes),
        _ => random.Next(nodes + 1),
    };

    private static string PartOf(FaultKind kind, int victim) => kind switch
    {
        FaultKind.ManagerPaused or FaultKind.NodePaused => $"process {victim}",
        FaultKind.NetworkCut or FaultKind.NetworkDeafManager or FaultKind.NetworkDeafPeer or FaultKind.NetworkSlow or FaultKind.NetworkLossy => $"line {victim}",
        _ => $"disk {victim}",
    };
}
