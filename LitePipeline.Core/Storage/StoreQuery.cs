using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Caching;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Venvs;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Core.Storage;

/// <summary>A question to the store. Lists come newest first, unless the question asks for the oldest.</summary>
public abstract record StoreQuery<T>
{
    /// <summary>How many items to pass over, at least 0.</summary>
    public int Offset { get; init; }

    /// <summary>How many items to return at the most; 0 for all.</summary>
    public int Limit { get; init; }

    /// <summary>
    /// The number of the item after which the list is to go on: its <c>Sequence</c>, a version's <c>HistoryId</c>. What is added meanwhile does not
    /// shift such a page; the total counts the whole list all the same. Null to begin with the first. Actions and works' applications have no such number.
    /// </summary>
    public long? After { get; init; }

    /// <summary>Whether the list begins with the oldest; <see cref="After"/> then goes on with younger ones. Actions and works' applications have an order of their own.</summary>
    public bool OldestFirst { get; init; }
}

/// <summary>Asks for applications.</summary>
public sealed record ApplicationQuery : StoreQuery<ApplicationRecord>
{
    /// <summary>Only this one.</summary>
    public AppId? Id { get; init; }

    /// <summary>Only those of this name; <c>*</c> stands for any text, every other character for itself.</summary>
    public string? Name { get; init; }
}

/// <summary>Asks for versions of applications.</summary>
public sealed record ApplicationVersionQuery : StoreQuery<ApplicationVersionRecord>
{
    /// <summary>Only those of this application.</summary>
    public AppId? Application { get; init; }

    /// <summary>Only those whose package has this SHA-256.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Only the version of this SHA-1.</summary>
    public string? Sha1 { get; init; }

    /// <summary>Only the version of this number.</summary>
    public long? HistoryId { get; init; }
}

/// <summary>Asks for tasks.</summary>
public sealed record TaskQuery : StoreQuery<TaskRecord>
{
    /// <summary>Only this one.</summary>
    public TaskId? Id { get; init; }

    /// <summary>Only those of this application.</summary>
    public AppId? Application { get; init; }

    /// <summary>Only those of this work.</summary>
    public WorkId? Work { get; init; }

    /// <summary>Only those of this service.</summary>
    public ServiceId? Service { get; init; }

    /// <summary>Only those that this schedule started.</summary>
    public ScheduleId? Schedule { get; init; }

    /// <summary>Only those of this name; <c>*</c> stands for any text, every other character for itself.</summary>
    public string? Name { get; init; }

    /// <summary>Only those in this stage.</summary>
    public RunStage? Stage { get; init; }

    /// <summary>Only those that ended so.</summary>
    public RunStatus? Status { get; init; }
}

/// <summary>Asks for the actions of tasks; these come by task and <see cref="ActionRecord.Ordinal"/>, not newest first.</summary>
public sealed record ActionQuery : StoreQuery<ActionRecord>
{
    /// <summary>The tasks.</summary>
    public required IReadOnlyList<TaskId> Tasks { get; init; }

    /// <summary>Only the action of this name.</summary>
    public string? Name { get; init; }

    /// <summary>Only those in this stage.</summary>
    public RunStage? Stage { get; init; }
}

/// <summary>Asks for artifacts; these come by task, action and path, not newest first.</summary>
public sealed record ArtifactQuery : StoreQuery<ArtifactRecord>
{
    /// <summary>Only those of this task. Managers are asked for those of one task only.</summary>
    public TaskId? Task { get; init; }

    /// <summary>Only those of the action of this name.</summary>
    public string? Action { get; init; }

    /// <summary>Only the one of this path.</summary>
    public string? Path { get; init; }

    /// <summary>Only those with this content.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The refusal of a question to a manager that names no task.</summary>
    public static RequestRefusedException LacksTask() =>
        new(new Refusal(ErrorCode.InvalidParameters, "The query names no task; give the task whose artifacts you want.", "task_id"));
}

/// <summary>Asks how many bytes the artifacts of all tasks take, the same content counted once. The page has one item.</summary>
public sealed record ArtifactBytesQuery : StoreQuery<long>;

/// <summary>Asks for cached results.</summary>
public sealed record CacheQuery : StoreQuery<CacheEntryRecord>
{
    /// <summary>Only those of this application.</summary>
    public AppId? Application { get; init; }

    /// <summary>Only those with an artifact of this content.</summary>
    public string? Sha256 { get; init; }
}

/// <summary>Asks for venvs.</summary>
public sealed record VenvQuery : StoreQuery<VenvRecord>
{
    /// <summary>Only this one.</summary>
    public VenvId? Id { get; init; }

    /// <summary>Only those of this name; <c>*</c> stands for any text, every other character for itself.</summary>
    public string? Name { get; init; }
}

/// <summary>Asks for versions of venvs.</summary>
public sealed record VenvVersionQuery : StoreQuery<VenvVersionRecord>
{
    /// <summary>Only those of this venv.</summary>
    public VenvId? Venv { get; init; }

    /// <summary>Only those whose package has this SHA-256.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Only the version of this SHA-1.</summary>
    public string? Sha1 { get; init; }

    /// <summary>Only the version of this number.</summary>
    public long? HistoryId { get; init; }
}

/// <summary>Asks for workflows.</summary>
public sealed record WorkflowQuery : StoreQuery<WorkflowRecord>
{
    /// <summary>Only this one.</summary>
    public WorkflowId? Id { get; init; }

    /// <summary>Only those of this name; <c>*</c> stands for any text, every other character for itself.</summary>
    public string? Name { get; init; }
}

/// <summary>Asks for works.</summary>
public sealed record WorkQuery : StoreQuery<WorkRecord>
{
    /// <summary>Only this one.</summary>
    public WorkId? Id { get; init; }

    /// <summary>Only those of this workflow.</summary>
    public WorkflowId? Workflow { get; init; }

    /// <summary>Only those that this schedule started.</summary>
    public ScheduleId? Schedule { get; init; }

    /// <summary>Only those of this name; <c>*</c> stands for any text, every other character for itself.</summary>
    public string? Name { get; init; }

    /// <summary>Only those in this stage.</summary>
    public RunStage? Stage { get; init; }

    /// <summary>Only those that ended so.</summary>
    public RunStatus? Status { get; init; }
}

/// <summary>Asks for the applications of works; these come by work in the order in which they were started, not newest first.</summary>
public sealed record WorkStepQuery : StoreQuery<WorkStepRecord>
{
    /// <summary>The works.</summary>
    public required IReadOnlyList<WorkId> Works { get; init; }
}

/// <summary>Asks for schedules.</summary>
public sealed record ScheduleQuery : StoreQuery<ScheduleRecord>
{
    /// <summary>Only this one.</summary>
    public ScheduleId? Id { get; init; }

    /// <summary>Only those of this application or workflow.</summary>
    public Guid? SourceId { get; init; }

    /// <summary>Only those of this name; <c>*</c> stands for any text, every other character for itself.</summary>
    public string? Name { get; init; }

    /// <summary>Only those that are enabled, or only those that are not.</summary>
    public bool? Enabled { get; init; }
}

/// <summary>Asks for services.</summary>
public sealed record ServiceQuery : StoreQuery<ServiceRecord>
{
    /// <summary>Only this one.</summary>
    public ServiceId? Id { get; init; }

    /// <summary>Only those of this application.</summary>
    public AppId? Application { get; init; }

    /// <summary>Only those of this name; <c>*</c> stands for any text, every other character for itself.</summary>
    public string? Name { get; init; }

    /// <summary>Only those that are enabled, or only those that are not.</summary>
    public bool? Enabled { get; init; }
}

/// <summary>Asks for the audit trail.</summary>
public sealed record AuditQuery : StoreQuery<AuditRecord>
{
    /// <summary>Only what was done to this.</summary>
    public Guid? Subject { get; init; }

    /// <summary>Only what this one did.</summary>
    public string? Actor { get; init; }

    /// <summary>Only what was done to things of this kind, such as <c>task</c>.</summary>
    public string? Noun { get; init; }

    /// <summary>Only what was done so.</summary>
    public string? Verb { get; init; }
}
