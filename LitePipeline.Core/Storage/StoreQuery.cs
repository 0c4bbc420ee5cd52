using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Storage;

/// <summary>A question to the store. Lists come newest first.</summary>
public abstract record StoreQuery<T>
{
    /// <summary>How many items to pass over, at least 0.</summary>
    public int Offset { get; init; }

    /// <summary>How many items to return at the most; 0 for all.</summary>
    public int Limit { get; init; }
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
    public Guid? WorkId { get; init; }

    /// <summary>Only those of this service.</summary>
    public Guid? ServiceId { get; init; }

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
