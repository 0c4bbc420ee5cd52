using System.Runtime.CompilerServices;
using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Manager.Duties;

/// <summary>Keeps the history within its limits of age, number and bytes: the oldest go first, one command after the other, as a user would remove them.</summary>
internal sealed partial class HistoryCleaner(
    IPipelineStore store, IPipelineManager manager, IOptions<ManagerOptions> options, TimeProvider time, ILogger<HistoryCleaner> logger) : BackgroundService
{
    private const int Batch = 100;

    private readonly ManagerOptions _options = options.Value;
    private readonly RunRemover _remover = new(store, manager);

    private bool LimitsTasks => _options is not { HistoryMaxAge: null, HistoryMaxTasks: null };

    private bool LimitsVersions => _options is not { HistoryMaxVersions: null, HistoryMaxVersionAge: null, HistoryMaxVersionBytes: null };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!LimitsTasks && !LimitsVersions && _options.HistoryMaxArtifactBytes is null) return;
        using var timer = new PeriodicTimer(_options.HistoryInterval, time);
        try
        {
            do
            {
                try { await CleanAsync(stoppingToken); }
                catch (Exception failure) when (failure is not OperationCanceledException) { LogFailed(failure); }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The manager stops; what is too old is so after its next start, too.
        }
    }

    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        if (_options.HistoryMaxAge is { } age) await RemoveOldWorksAsync(time.GetUtcNow() - age, cancellationToken);
        if (LimitsTasks) await RemoveTasksAsync(cancellationToken);
        if (_options.HistoryMaxArtifactBytes is { } bytes && await new ArtifactCleaner(store, _remover, bytes).CleanAsync(cancellationToken) is > 0 and var removed) LogArtifactsRemoved(removed, bytes);
        if (LimitsVersions) await new VersionCleaner(store, manager, _options, time).CleanAsync(cancellationToken);
    }

    private async Task RemoveOldWorksAsync(DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        for (long? after = null; ;)
        {
            var page = await store.QueryAsync(new WorkQuery { Stage = RunStage.Finished, OldestFirst = true, After = after, Limit = Batch }, cancellationToken);
            foreach (var work in page.Items)
            {
                // Whoever was created later has not ended before.
                if (work.CreatedAt > cutoff) return;
                if (work.State.EndedAt <= cutoff) await _remover.RemoveAsync(work, cancellationToken);
                after = work.Sequence;
            }
            if (page.Items.Count < Batch) return;
        }
    }

    private async Task RemoveTasksAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        try
        {
            await foreach (var count in RemoveTasksOneByOneAsync(cancellationToken)) removed += count;
        }
        finally
        {
            if (removed > 0) LogHistoryRemoved(removed);
        }
    }

    private async IAsyncEnumerable<int> RemoveTasksOneByOneAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cutoff = _options.HistoryMaxAge is { } age ? time.GetUtcNow() - age : DateTimeOffset.MinValue;
        long? after = null, tooMany = null;
        while (true)
        {
            var page = await store.QueryAsync(new TaskQuery { Stage = RunStage.Finished, OldestFirst = true, After = after, Limit = Batch }, cancellationToken);
            tooMany ??= _options.HistoryMaxTasks is { } most ? page.Total - most : 0;
            foreach (var task in page.Items)
            {
                if (tooMany <= 0 && task.CreatedAt > cutoff) yield break;
                if (tooMany > 0 || task.State.EndedAt <= cutoff)
                {
                    var gone = await _remover.RemoveAsync(task, _options.HistoryMaxTasks is not null, cancellationToken);
                    tooMany -= gone;
                    yield return gone;
                }

                after = task.Sequence;
            }

            if (page.Items.Count < Batch) yield break;
        }
    }

    [LoggerMessage(1060, LogLevel.Information, "Removed {Count} tasks from the history: they were older than HistoryMaxAge, or more than HistoryMaxTasks")]
    private partial void LogHistoryRemoved(int count);

    [LoggerMessage(1062, LogLevel.Information, "Removed {Count} tasks from the history: the artifacts of all took more than HistoryMaxArtifactBytes, {Limit}")]
    private partial void LogArtifactsRemoved(int count, long limit);

    [LoggerMessage(1061, LogLevel.Warning, "The history could not be looked through; it is tried again at the next time")]
    private partial void LogFailed(Exception failure);
}
