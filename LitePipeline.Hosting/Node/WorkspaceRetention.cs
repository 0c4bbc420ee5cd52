using LitePipeline.Core.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Node;

/// <summary>Keeps the workspaces within their limits of age, size and number: the least lately used go first, one task after the other.</summary>
/// <remarks>Also what removes the workspaces of a task that was deleted while this node was away for long.</remarks>
internal sealed partial class WorkspaceRetention(
    WorkspaceInventory inventory, WorkspaceRemoval removal, IOptions<NodeOptions> options, TimeProvider time, ILogger<WorkspaceRetention> logger)
    : Housekeeping(options.Value, time)
{
    private readonly NodeOptions _options = options.Value;

    protected override bool HasLimits => _options is not { WorkspaceMaxAge: null, WorkspaceMaxBytes: null, WorkspaceMaxTasks: null };

    protected override void Tidy(CancellationToken cancellationToken)
    {
        var stored = inventory.Take(cancellationToken);
        var (now, size, count) = (Time.GetUtcNow(), stored.Sum(one => one.Size), stored.Count);
        foreach (var one in stored)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isOld = now - one.UsedAt > _options.WorkspaceMaxAge;
            var isTooMuch = size > _options.WorkspaceMaxBytes;
            if (!isOld && !isTooMuch && !(count > _options.WorkspaceMaxTasks)) return;
            if (!removal.TryRemove(one.Task, one.Folder)) continue;
            (size, count) = (size - one.Size, count - 1);
            if (isOld) LogOld(one.Task, one.Size, one.UsedAt);
            else if (isTooMuch) LogTooMuch(one.Task, one.Size, one.UsedAt, _options.WorkspaceMaxBytes!.Value);
            else LogTooMany(one.Task, one.Size, one.UsedAt, _options.WorkspaceMaxTasks!.Value);
        }
    }

    [LoggerMessage(2700, LogLevel.Information, "Removed the workspaces of the task {Task}, {Size} bytes, last used {UsedAt}: they were older than WorkspaceMaxAge.")]
    private partial void LogOld(TaskId task, long size, DateTimeOffset usedAt);

    [LoggerMessage(2701, LogLevel.Information, "Removed the workspaces of the task {Task}, {Size} bytes, last used {UsedAt}: all workspaces took more than WorkspaceMaxBytes, {Limit}.")]
    private partial void LogTooMuch(TaskId task, long size, DateTimeOffset usedAt, long limit);

    [LoggerMessage(2703, LogLevel.Information, "Removed the workspaces of the task {Task}, {Size} bytes, last used {UsedAt}: there were those of more tasks than WorkspaceMaxTasks, {Limit}.")]
    private partial void LogTooMany(TaskId task, long size, DateTimeOffset usedAt, int limit);

    [LoggerMessage(2702, LogLevel.Warning, "The workspaces could not be looked through; it is tried again at the next time.")]
    protected override partial void LogFailed(Exception failure);
}
