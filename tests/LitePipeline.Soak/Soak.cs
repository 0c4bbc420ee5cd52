using LitePipeline.Soak.Checks;
using LitePipeline.Soak.Cluster;
using LitePipeline.Soak.Faults;
using LitePipeline.Soak.Users;

namespace LitePipeline.Soak;

/// <summary>One soak: set up, a time in which things go wrong, and a time in which all must come right.</summary>
internal sealed class Soak(SoakOptions options, TimeProvider time, TextWriter output)
{
    private readonly Findings _findings = new();

    public async Task<int> RunAsync()
    {
        var begun = time.GetTimestamp();
        var cluster = new SoakCluster(options, time);
        var door = new Door(cluster, time);
        var crowd = new Crowd(options, door, time);
        var chaos = new Chaos(cluster, FaultPlan.Of(options, SoakCluster.NodeCount), time);
        var report = new Report(options, cluster, door, crowd, chaos);
        await crowd.DeployAsync();
        Tell("everything is deployed; from now on things go wrong");

        var striking = time.GetTimestamp();
        // On a machine that is too slow for both, the rest is submitted in peace.
        using var end = new CancellationTokenSource(2 * options.Length, time);
        var strikes = chaos.RunAsync(end.Token);
        try
        {
            await WhileAsync(crowd.SubmitAsync(), () => Tell(report.Progress()));
        }
        finally
        {
            await end.CancelAsync();
            await strikes;
            await File.WriteAllLinesAsync(Path.Combine(options.Folder, "faults"), chaos.Struck);
        }

        report.Wrong = time.GetElapsedTime(striking);
        Tell("all is submitted; nothing goes wrong any more");
        report.Journal = await ComeRightAsync(cluster, crowd, door);
        report.Took = time.GetElapsedTime(begun);
        output.Write(report.Of(_findings));
        return _findings.Broken.Count == 0 ? 0 : 1;
    }

    private async Task<(int Began, long Losses, long Retries)> ComeRightAsync(SoakCluster cluster, Crowd crowd, Door door)
    {
        await new Settled(crowd, door, options, time, _findings).RunAsync();
        Tell("it has settled; now what is recorded is looked at");
        var journal = new AttemptJournal(cluster.Journal);
        journal.Check(_findings);
        var records = new RecordCheck(crowd, door, journal, options, _findings);
        await records.RunAsync();
        var files = new FilesCheck(cluster, _findings);
        await files.NoteAsync(door, records);
        foreach (var daemon in cluster.Daemons) _findings.Check(daemon.Fell is null, "daemon", () => $"{daemon.Name} ended by itself: {daemon.Fell}.");
        var ending = Task.WhenAll(cluster.Daemons.Select(daemon => daemon.EndAsync()));
        try
        {
            await ending.WaitAsync(options.Patience, time);
        }
        catch (TimeoutException)
        {
            _findings.Check(false, "daemon", () => "A daemon does not end on SIGTERM.");
        }

        files.Run();
        return (journal.Began, records.Repeated.Losses, records.Repeated.Retries);
    }

    private async Task WhileAsync(Task work, Action tell)
    {
        while (await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(15), time)) != work) tell();
        await work;
    }

    private void Tell(string what) => output.WriteLine($"{time.GetUtcNow():HH:mm:ss} {what}");
}
