using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Events;

public abstract partial record PipelineEvent
{
    /// <summary>A schedule was created.</summary>
    public sealed record ScheduleCreated(ScheduleId Schedule, string Name) : PipelineEvent;

    /// <summary>A schedule was changed.</summary>
    public sealed record ScheduleUpdated(ScheduleId Schedule) : PipelineEvent;

    /// <summary>A schedule was removed.</summary>
    public sealed record ScheduleDeleted(ScheduleId Schedule) : PipelineEvent;

    /// <summary>A schedule started a run.</summary>
    /// <param name="Schedule">The schedule.</param>
    /// <param name="DueAt">When the run was due.</param>
    /// <param name="Source">Whether <paramref name="RunId"/> is a task or a work.</param>
    /// <param name="RunId">The run.</param>
    public sealed record ScheduleFired(ScheduleId Schedule, DateTimeOffset DueAt, ScheduleSource Source, Guid RunId) : PipelineEvent;

    /// <summary>A run that was due was not started.</summary>
    /// <param name="Schedule">The schedule.</param>
    /// <param name="DueAt">When the run was due; of several, the latest.</param>
    /// <param name="Runs">How many runs; 100 stands for 100 or more.</param>
    /// <param name="Reason">Why, for people.</param>
    public sealed record ScheduleSkipped(ScheduleId Schedule, DateTimeOffset DueAt, int Runs, string Reason) : PipelineEvent;

    /// <summary>A service was created.</summary>
    public sealed record ServiceCreated(ServiceId Service, string Name) : PipelineEvent;

    /// <summary>A service was changed.</summary>
    public sealed record ServiceUpdated(ServiceId Service) : PipelineEvent;

    /// <summary>A service was removed.</summary>
    public sealed record ServiceDeleted(ServiceId Service) : PipelineEvent;

    /// <summary>A service started a task.</summary>
    public sealed record ServiceStarted(ServiceId Service, TaskId Task) : PipelineEvent;

    /// <summary>A service's task ended, or could not be started.</summary>
    /// <param name="Service">The service.</param>
    /// <param name="Task">The task; null where none could be made.</param>
    /// <param name="Status">How it ended.</param>
    /// <param name="RestartAt">When the next one starts; null for none.</param>
    public sealed record ServiceEnded(ServiceId Service, TaskId? Task, RunStatus Status, DateTimeOffset? RestartAt) : PipelineEvent;
}
