using Microsoft.Extensions.Hosting;

namespace LitePipeline.Hosting.Node;

/// <summary>Something that a node looks through now and then, and keeps within its limits.</summary>
internal abstract class Housekeeping(NodeOptions options, TimeProvider time) : BackgroundService
{
    protected TimeProvider Time => time;

    /// <summary>Whether there is any limit to keep.</summary>
    protected abstract bool HasLimits { get; }

    /// <summary>Looks it through once.</summary>
    protected abstract void Tidy(CancellationToken cancellationToken);

    /// <summary>It failed; it is tried again at the next time.</summary>
    protected abstract void LogFailed(Exception failure);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!HasLimits) return;
        using var timer = new PeriodicTimer(options.HousekeepingInterval, time);
        do
        {
            try { await Task.Run(() => Tidy(stoppingToken), stoppingToken); }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception failure) { LogFailed(failure); }
        }
        while (await WaitAsync(timer, stoppingToken));
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try { return await timer.WaitForNextTickAsync(stoppingToken); }
        catch (OperationCanceledException) { return false; }
    }
}
