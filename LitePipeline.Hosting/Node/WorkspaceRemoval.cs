using System.Collections.Concurrent;
using System.Collections.Immutable;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Hosting.Node;

/// <summary>Removes workspaces: moves them away at once, so that nobody takes up what is half removed, and deletes them beside all else.</summary>
internal sealed partial class WorkspaceRemoval
{
    private readonly WorkspaceFolder _workspaces;
    private readonly NodeAttempts _attempts;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<ServiceId, bool> _removedServices = new();

    public WorkspaceRemoval(WorkspaceFolder workspaces, NodeAttempts attempts, ILogger<WorkspaceRemoval> logger)
    {
        _workspaces = workspaces;
        _attempts = attempts;
        _logger = logger;
        attempts.Ended += AttemptEnded;
    }

    /// <summary>Removes the workspaces of finished tasks. What belongs to a service stays for its next task.</summary>
    public void Remove(ImmutableArray<TaskFolder> tasks)
    {
        foreach (var task in tasks)
        {
            if (task.Service is null) TakeAway(_workspaces.Of(task));
        }

        RemoveTaken();
    }

    /// <summary>Removes the workspaces of a service that there is no more, as soon as nothing of it runs here.</summary>
    public void Remove(ServiceId service)
    {
        _removedServices[service] = true;
        RemoveWhenIdle(service);
    }

    /// <summary>Removes a task's folder; false where the task has a running attempt here, or artifacts that the manager may still fetch.</summary>
    public bool TryRemove(TaskId task, string folder)
    {
        if (!_attempts.TryWhileUnneeded(task, () => TakeAway(folder))) return false;
        DeleteTaken();
        return true;
    }

    /// <summary>Begins to delete what was taken away.</summary>
    public void RemoveTaken() => _ = Task.Run(DeleteTaken);

    // A service's last task may still be ending when the service is removed, and its event action comes after that.
    private void AttemptEnded(ActionAssignment assignment)
    {
        if (assignment.Service is { } service && _removedServices.ContainsKey(service)) RemoveWhenIdle(service);
    }

    private void RemoveWhenIdle(ServiceId service)
    {
        if (_attempts.TryWhileNone(assignment => assignment.Service == service, () => TakeAway(_workspaces.Of(service)))) RemoveTaken();
    }

    private void TakeAway(string folder)
    {
        try { _workspaces.TakeAway(folder); }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException) { LogNotRemoved(failure); }
    }

    private void DeleteTaken()
    {
        try { _workspaces.RemoveTaken(); }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException) { LogNotRemoved(failure); }
    }

    [LoggerMessage(2005, LogLevel.Warning, "Workspaces could not be removed; what was moved away is tried again with the next removal.")]
    private partial void LogNotRemoved(Exception failure);
}
