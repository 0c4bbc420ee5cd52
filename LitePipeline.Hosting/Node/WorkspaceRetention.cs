using LitePipeline.Core.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Node;

/// <summary>Keeps the workspaces within their limits of age and size: the least lately used go first, one task after the other.</summary>
/// <remarks>Also what removes the workspaces of a task that was deleted while this node was away for long.</remarks>
internal sealed partial class WorkspaceRetention(
    WorkspaceInventory inventory, WorkspaceRemoval removal, IOptions<NodeOptions> options, TimeProvider time, ILogger<WorkspaceRetention> logger) : BackgroundService
{
    private readonly NodeOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.WorkspaceMaxAge is null && _options.WorkspaceMaxBytes is null) return;
        using var timer = new PeriodicTimer(_options.HousekeepingInterval, time);
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

    private void Tidy(CancellationToken cancellationToken)
    {
        var stored = inventory.Take(cancellationToken);
        var (now, size) = (time.GetUtcNow(), stored.Sum(one => one.Size));
        foreach (var one in stored)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isOld = now - one.UsedAt > _options.WorkspaceMaxAge;
            if (!isOld && !(size > _options.WorkspaceMaxBytes)) return;
            if (!removal.TryRemove(one.Task, one.Folder)) continue;
            size -= one.Size;
            if (isOld) LogOld(one.Task, one.Size, one.UsedAt);
            else LogTooMuch(one.Task, one.Size, one.UsedAt, _options.WorkspaceMaxBytes!.Value);
        }
    }

    [LoggerMessage(2700, LogLevel.Information, "Removed the workspaces of the task {Task}, {Size} bytes, last used {UsedAt}: they were older than WorkspaceMaxAge.")]
    private partial void LogOld(TaskId task, long size, DateTimeOffset usedAt);

    [LoggerMessage(2701, LogLevel.Information, "Removed the workspaces of the task {Task}, {Size} bytes, last used {UsedAt}: all workspaces took more than WorkspaceMaxBytes, {Limit}.")]
    private partial void LogTooMuch(TaskId task, long size, DateTimeOffset usedAt, long limit);

    [LoggerMessage(2702, LogLevel.Warning, "The workspaces could not be looked through; it is tried again at the next time.")]
    private partial void LogFailed(Exception failure);
}
