using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Storage;

/// <summary>What a manager starts from.</summary>
public sealed record StoreSnapshot
{
    /// <summary>All applications.</summary>
    public IReadOnlyList<ApplicationRecord> Applications { get; init; } = [];

    /// <summary>All versions of all applications.</summary>
    public IReadOnlyList<ApplicationVersionRecord> Versions { get; init; } = [];

    /// <summary>The tasks that have not finished, by <see cref="TaskRecord.Sequence"/>.</summary>
    public IReadOnlyList<TaskRecord> Tasks { get; init; } = [];

    /// <summary>The actions of those tasks, by task and <see cref="ActionRecord.Ordinal"/>.</summary>
    public IReadOnlyList<ActionRecord> Actions { get; init; } = [];

    /// <summary>The highest <see cref="TaskRecord.Sequence"/> ever given, finished and deleted tasks included; 0 for none.</summary>
    public long LastTaskSequence { get; init; }

    /// <summary>The highest <see cref="ApplicationRecord.Sequence"/> ever given; 0 for none.</summary>
    public long LastApplicationSequence { get; init; }

    /// <summary>The highest <see cref="ApplicationVersionRecord.HistoryId"/> ever given; 0 for none.</summary>
    public long LastHistoryId { get; init; }
}
