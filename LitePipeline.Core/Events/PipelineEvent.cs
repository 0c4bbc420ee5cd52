using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;

namespace LitePipeline.Core.Events;

/// <summary>Something that has happened and is durable.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ApplicationCreated), "application_created")]
[JsonDerivedType(typeof(ApplicationDeleted), "application_deleted")]
[JsonDerivedType(typeof(TaskAccepted), "task_accepted")]
[JsonDerivedType(typeof(TaskStarted), "task_started")]
[JsonDerivedType(typeof(TaskStopping), "task_stopping")]
[JsonDerivedType(typeof(TaskFinished), "task_finished")]
[JsonDerivedType(typeof(TaskDeleted), "task_deleted")]
[JsonDerivedType(typeof(ActionStarted), "action_started")]
[JsonDerivedType(typeof(ActionFinished), "action_finished")]
[JsonDerivedType(typeof(ActionRequeued), "action_requeued")]
[JsonDerivedType(typeof(ActionProgressed), "action_progressed")]
[JsonDerivedType(typeof(NodeJoined), "node_joined")]
[JsonDerivedType(typeof(NodeDraining), "node_draining")]
[JsonDerivedType(typeof(NodeLeft), "node_left")]
[JsonDerivedType(typeof(ApplicationUpdated), "application_updated")]
[JsonDerivedType(typeof(VenvCreated), "venv_created")]
[JsonDerivedType(typeof(VenvUpdated), "venv_updated")]
[JsonDerivedType(typeof(VenvDeleted), "venv_deleted")]
[JsonDerivedType(typeof(TaskRestarted), "task_restarted")]
[JsonDerivedType(typeof(ActionRetried), "action_retried")]
[JsonDerivedType(typeof(ActionResumed), "action_resumed")]
[JsonDerivedType(typeof(WorkflowCreated), "workflow_created")]
[JsonDerivedType(typeof(WorkflowUpdated), "workflow_updated")]
[JsonDerivedType(typeof(WorkflowDeleted), "workflow_deleted")]
[JsonDerivedType(typeof(WorkAccepted), "work_accepted")]
[JsonDerivedType(typeof(WorkStarted), "work_started")]
[JsonDerivedType(typeof(WorkStopping), "work_stopping")]
[JsonDerivedType(typeof(WorkFinished), "work_finished")]
[JsonDerivedType(typeof(WorkRestarted), "work_restarted")]
[JsonDerivedType(typeof(WorkDeleted), "work_deleted")]
[JsonDerivedType(typeof(ScheduleCreated), "schedule_created")]
[JsonDerivedType(typeof(ScheduleUpdated), "schedule_updated")]
[JsonDerivedType(typeof(ScheduleDeleted), "schedule_deleted")]
[JsonDerivedType(typeof(ScheduleFired), "schedule_fired")]
[JsonDerivedType(typeof(ScheduleSkipped), "schedule_skipped")]
[JsonDerivedType(typeof(ServiceCreated), "service_created")]
[JsonDerivedType(typeof(ServiceUpdated), "service_updated")]
[JsonDerivedType(typeof(ServiceDeleted), "service_deleted")]
[JsonDerivedType(typeof(ServiceStarted), "service_started")]
[JsonDerivedType(typeof(ServiceEnded), "service_ended")]
public abstract partial record PipelineEvent
{
    private PipelineEvent() { }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The task that it is about; null for others.</summary>
    [JsonIgnore]
    public virtual TaskId? About => null;

    /// <summary>The work that it is about; null for others, and for those about a work's tasks, of which only <see cref="TaskAccepted"/> tells the work.</summary>
    [JsonIgnore]
    public virtual WorkId? AboutWork => null;

    /// <summary>An application was created.</summary>
    public sealed record ApplicationCreated(AppId Application, string Name) : PipelineEvent;

    /// <summary>An application's name, description, package or current version changed.</summary>
    public sealed record ApplicationUpdated(AppId Application) : PipelineEvent;

    /// <summary>An application was removed.</summary>
    public sealed record ApplicationDeleted(AppId Application) : PipelineEvent;

    /// <summary>A task was accepted.</summary>
    public sealed record TaskAccepted(TaskId Task, string Name, AppId Application) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override TaskId? About => Task;

        /// <summary>The work that it belongs to.</summary>
        public WorkId? Work { get; init; }

        /// <summary>The service that it belongs to.</summary>
        public ServiceId? Service { get; init; }

        /// <summary>The schedule that started it.</summary>
        public ScheduleId? Schedule { get; init; }
    }

    /// <summary>A task's first action was given to a node.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="TotalActions">How many actions it has so far.</param>
    public sealed record TaskStarted(TaskId Task, int TotalActions) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override TaskId? About => Task;
    }

    /// <summary>A stop was accepted and something still runs.</summary>
    public sealed record TaskStopping(TaskId Task) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override TaskId? About => Task;
    }

    /// <summary>A task has its final status.</summary>
    public sealed record TaskFinished(TaskId Task, RunStatus Status, string? Message) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override TaskId? About => Task;
    }

    /// <summary>A finished task was taken up again.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="Recovered">Whether it keeps what had succeeded.</param>
    public sealed record TaskRestarted(TaskId Task, bool Recovered) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override TaskId? About => Task;
    }

    /// <summary>A task was removed.</summary>
    public sealed record TaskDeleted(TaskId Task) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override TaskId? About => Task;
    }

    /// <summary>An attempt was given to a node.</summary>
    public sealed record ActionStarted(AttemptKey Attempt, NodeId Node) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override TaskId? About => Attempt.Task;

        /// <summary>When it came to wait for the slot that it got; of what waited when the manager was started, that moment.</summary>
        public DateTimeOffset? QueuedAt { get; init; }

        /// <summary>How many slots it takes.</summary>
        public int Slots { get; init; } = 1;
    }

    /// <summary>A node came back with an attempt that it still runs, or whose result it brings: after its connection was cut, or the manager was restarted.</summary>
    public sealed record ActionResumed(AttemptKey Attempt, NodeId Node) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override TaskId? About => Attempt.Task;

        /// <summary>When the attempt was given to the node.</summary>
        public required DateTimeOffset StartedAt { get; init; }

        /// <summary>How many slots it takes.</summary>
        public int Slots { get; init; } = 1;
    }

    /// <summary>An attempt's end was recorded.</summary>
    /// <param name="Attempt">The attempt.</param>
    /// <param name="Status">How it ended.</param>
    /// <param name="ReturnCode">The exit code.</param>
    /// <param name="Message">Why it failed.</param>
    /// <param name="Generated">The names of the actions that it added to the task.</param>
    public sealed record ActionFinished(AttemptKey Attempt, RunStatus Status, int? ReturnCode, string? Message, ImmutableArray<string> Generated) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override TaskId? About => Attempt.Task;
    }

    /// <summary>An attempt's node was lost; the action waits for another one.</summary>
    public sealed record ActionRequeued(AttemptKey Attempt) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override TaskId? About => Attempt.Task;
    }

    /// <summary>An attempt failed; its action is run again under its <c>retry</c>.</summary>
    /// <param name="Attempt">The attempt.</param>
    /// <param name="Message">Why it failed.</param>
    /// <param name="RetryAt">When the next one may start.</param>
    public sealed record ActionRetried(AttemptKey Attempt, string Message, DateTimeOffset RetryAt) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override TaskId? About => Attempt.Task;
    }

    /// <summary>An attempt said how far it is.</summary>
    public sealed record ActionProgressed(AttemptKey Attempt, double Fraction, string Message) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override TaskId? About => Attempt.Task;
    }

    /// <summary>A node joined.</summary>
    public sealed record NodeJoined(NodeId Node, string Name, int Slots) : PipelineEvent;

    /// <summary>A node finishes what it runs and takes no more.</summary>
    public sealed record NodeDraining(NodeId Node, string Name) : PipelineEvent;

    /// <summary>A node's connection ended.</summary>
    public sealed record NodeLeft(NodeId Node, string Name, int Slots) : PipelineEvent;
}
