using System.Globalization;
using System.Text;
using LitePipeline.Soak.Checks;
using LitePipeline.Soak.Cluster;
using LitePipeline.Soak.Faults;
using LitePipeline.Soak.Users;

namespace LitePipeline.Soak;

/// <summary>What is said of a soak.</summary>
internal sealed class Report(SoakOptions options, SoakCluster cluster, Door door, Crowd crowd, Chaos chaos)
{
    private (TimeSpan After, int Accepted) _faultsEnded;

    /// <summary>How long it took to submit all.</summary>
    public TimeSpan Submitting { get; set; }

    /// <summary>How long all of it took.</summary>
    public TimeSpan Took { get; set; }

    /// <summary>How many processes of actions began, and how many attempts were repeated, and why.</summary>
    public (int Began, long Losses, long Retries) Journal { get; set; }

    private int Submitted => crowd.Tasks.Count + crowd.Works.Count;

    /// <summary>Nothing goes wrong any more.</summary>
    public void NoteFaultsEnded(TimeSpan after) => _faultsEnded = (after, Submitted);

    /// <summary>How far it has come.</summary>
    public string Progress() => $"{Submitted} of {options.Tasks} accepted, {chaos.Counts.Sum()} faults, {cluster.Daemons.Sum(daemon => daemon.Restarts)} restarts";

    public string Of(Findings findings)
    {
        var text = new StringBuilder();
        void Line(string line) => text.AppendLine(line);
        Line(Invariant($"seed {options.Seed}: {(findings.Broken.Count == 0 ? "well" : $"FAILED, {findings.Broken.Count} promises broken")}; {findings.Checks:N0} checks"));
        Line(Invariant($"{Submitted:N0} submissions accepted in {Submitting:hh\\:mm\\:ss}, {_faultsEnded.Accepted:N0} of them in the {_faultsEnded.After:hh\\:mm\\:ss} in which things went wrong; all ended after {Took:hh\\:mm\\:ss}"));
        foreach (var kind in crowd.Tasks.CountBy(task => task.Shape.Name).OrderByDescending(kind => kind.Value)) Line(Invariant($"{kind.Value,8:N0} {kind.Key}"));
        Line(Invariant($"{crowd.Works.Count,8:N0} works of {SoakWorkflow.Applications.Count} applications and an event application"));
        Line(Invariant($"{crowd.ScheduledRuns,8:N0} runs of a schedule, {crowd.Uploads} new versions uploaded, one service"));
        Line(Invariant($"{Journal.Began:N0} processes of actions; {Journal.Losses:N0} attempts were lost with their node, {Journal.Retries:N0} failed and were repeated"));
        Line(Invariant($"{chaos.Counts.Sum():N0} faults"));
        foreach (var kind in Enum.GetValues<FaultKind>()) Line(Invariant($"{chaos.Counts[(int)kind],8:N0} {kind}"));
        foreach (var daemon in cluster.Daemons) Line(Invariant($"{daemon.Name}: {daemon.Restarts} restarts, of which it ended {daemon.GaveUp} by itself for the sake of its disk"));
        Line(Invariant($"packets: {cluster.Lines.Sum(line => line.ToManager.Passed + line.ToPeer.Passed):N0} passed, {cluster.Lines.Sum(line => line.ToManager.Lost + line.ToPeer.Lost):N0} lost"));
        Line(Invariant($"users: {door.Refused:N0} times the manager said that it could not, {door.Unanswered:N0} times no answer came"));
        foreach (var (message, count) in door.Refusals.OrderByDescending(refusal => refusal.Value)) Line(Invariant($"{count,8:N0} '{message}'"));
        if (findings.Broken.Count == 0) return text.ToString();
        foreach (var broken in findings.Broken) Line(broken);
        Line(Invariant($"Again: --seed {options.Seed} --tasks {options.Tasks} --length {options.Length.TotalSeconds} --kill-every {options.KillEvery.TotalSeconds} --fault-every {options.FaultEvery.TotalSeconds}"));
        return text.ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
