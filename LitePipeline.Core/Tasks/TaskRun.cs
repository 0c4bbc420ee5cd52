using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Graph;
using LitePipeline.Core.Messages;

namespace LitePipeline.Core.Tasks;

/// <summary>A task that has not finished. Until it begins it is this object and a place in the queue, nothing more.</summary>
internal sealed class TaskRun(TaskRecord record, ApplicationVersion version)
{
    public TaskRecord Record { get; } = record;

    public TaskId Id => Record.Id;

    public ApplicationVersion Version { get; } = version;

    public TaskState State { get; set; } = record.State;

    /// <summary>The input's own targets by action; null for none.</summary>
    public IReadOnlyDictionary<string, TargetEnvironment>? Targets { get; init; }

    /// <summary>Its actions; null until it begins.</summary>
    public TaskGraph? Graph { get; set; }

    /// <summary>The event action, once the actions have ended and one is configured.</summary>
    public ActionRun? EventAction { get; set; }

    /// <summary>The final status once it is decided; what still runs is being ended, or the event action runs.</summary>
    public RunStatus? Outcome { get; set; }

    public string? OutcomeMessage { get; set; }

    /// <summary>What runs on nodes.</summary>
    public List<ActionRun> Running { get; } = [];

    /// <summary>What waits for the moment of its next attempt under its retry, and stands in no queue; null for nothing.</summary>
    public HashSet<ActionRun>? Retrying { get; set; }

    /// <summary>Its application's limit on running tasks; null for none.</summary>
    public RunningLimit? Limit { get; set; }

    /// <summary>Which of its entries in the queues counts, while it waits to begin: it may have been taken back and queued again.</summary>
    public int Ticket { get; set; }

    /// <summary>How many of its actions have been queued, for their turn in the queue.</summary>
    public int QueuedSoFar { get; set; }

    /// <summary>How many of its actions have been started, for their ordinal.</summary>
    public int StartedSoFar { get; set; }

    /// <summary>Whether it waits to begin.</summary>
    public bool Waits => Graph is null && Outcome is null;

    public TaskFolder Folder => new(Id, Record.CreatedAt, Record.Service);

    public ActionRun? Find(string action) =>
        EventAction is { } happening && happening.Name == action ? happening : Graph?.Find(action);
}
