using LitePipeline.Core;
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
        try
        {
            await crowd.DeployAsync();
            Tell("everything is deployed; from now on things go wrong");
            report.Submitting = await GoWrongAsync(crowd, chaos, report);
            Tell("all is submitted; nothing goes wrong any more");
            report.Journal = await ComeRightAsync(cluster, crowd, door);
        }
        catch (LitePipelineException refused)
        {
            _findings.Check(false, "answer", () => $"A request that nothing is wrong with was refused: {refused.Message}");
        }

        report.Took = time.GetElapsedTime(begun);
        output.Write(report.Of(_findings));
        return _findings.Broken.Count == 0 ? 0 : 1;
    }

    private async Task<TimeSpan> GoWrongAsync(Crowd crowd, Chaos chaos, Report report)
    {
        var begun = time.GetTimestamp();
        // On a machine that is too slow for both, the rest is submitted in peace.
        using var end = new CancellationTokenSource(2 * options.Length, time);
        var strikes = StrikeAsync();
        try
        {
            await WhileAsync(crowd.SubmitAsync(), () => Tell(report.Progress()));
            return time.GetElapsedTime(begun);
        }
        finally
        {
            await end.CancelAsync();
            await strikes;
            await File.WriteAllLinesAsync(Path.Combine(options.Folder, "faults"), chaos.Struck);
        }

        async Task StrikeAsync()
        {
            await chaos.RunAsync(end.Token);
            report.NoteFaultsEnded(time.GetElapsedTime(begun));
        }
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
        await EndAsync(cluster);
        files.Run();
        return (journal.Began, records.Repeated.Losses, records.Repeated.Retries);
    }

    private async Task EndAsync(SoakCluster cluster)
    {
        try
        {
            await Task.WhenAll(cluster.Daemons.Select(daemon => daemon.EndAsync())).WaitAsync(options.Patience, time);
        }
        catch (TimeoutException)
        {
            _findings.Check(false, "daemon", () => "A daemon does not end on SIGTERM.");
        }

        foreach (var daemon in cluster.Daemons) _findings.Check(daemon.Fell is null, "daemon", () => $"{daemon.Name} ended badly: {daemon.Fell}.");
    }

    private async Task WhileAsync(Task work, Action tell)
    {
        while (await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(15), time)) != work) tell();
        await work;
    }

    private void Tell(string what) => output.WriteLine($"{time.GetUtcNow():HH:mm:ss} {what}");
}
