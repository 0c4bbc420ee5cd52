using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Caching;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Venvs;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

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

    /// <summary>All cached results, by <see cref="CacheEntryRecord.Sequence"/>.</summary>
    public IReadOnlyList<CacheEntryRecord> CacheEntries { get; init; } = [];

    /// <summary>All secrets of all applications, by <see cref="SecretRecord.Sequence"/>.</summary>
    public IReadOnlyList<SecretRecord> Secrets { get; init; } = [];

    /// <summary>All venvs.</summary>
    public IReadOnlyList<VenvRecord> Venvs { get; init; } = [];

    /// <summary>All versions of all venvs.</summary>
    public IReadOnlyList<VenvVersionRecord> VenvVersions { get; init; } = [];

    /// <summary>All workflows.</summary>
    public IReadOnlyList<WorkflowRecord> Workflows { get; init; } = [];

    /// <summary>The works that have not finished, by <see cref="WorkRecord.Sequence"/>.</summary>
    public IReadOnlyList<WorkRecord> Works { get; init; } = [];

    /// <summary>The applications of those works, by work in the order in which they were started.</summary>
    public IReadOnlyList<WorkStepRecord> WorkSteps { get; init; } = [];

    /// <summary>All schedules.</summary>
    public IReadOnlyList<ScheduleRecord> Schedules { get; init; } = [];

    /// <summary>All services.</summary>
    public IReadOnlyList<ServiceRecord> Services { get; init; } = [];

    /// <summary>The highest sequence ever given to a venv; 0 for none. So with the ones below.</summary>
    public long LastVenvSequence { get; init; }

    /// <summary>The highest <see cref="VenvVersionRecord.HistoryId"/> ever given; 0 for none.</summary>
    public long LastVenvHistoryId { get; init; }

    /// <summary>The highest sequence ever given to a workflow.</summary>
    public long LastWorkflowSequence { get; init; }

    /// <summary>The highest sequence ever given to a work.</summary>
    public long LastWorkSequence { get; init; }

    /// <summary>The highest sequence ever given to a schedule.</summary>
    public long LastScheduleSequence { get; init; }

    /// <summary>The highest sequence ever given to a service.</summary>
    public long LastServiceSequence { get; init; }

    /// <summary>The sequence of the last record of the audit trail; 0 for none.</summary>
    public long LastAuditSequence { get; init; }

    /// <summary>The highest <see cref="TaskRecord.Sequence"/> ever given, finished and deleted tasks included; 0 for none.</summary>
    public long LastTaskSequence { get; init; }

    /// <summary>The highest attempt number of any task that was removed; 0 for none.</summary>
    public int LastRemovedAttempt { get; init; }

    /// <summary>The highest <see cref="ApplicationRecord.Sequence"/> ever given; 0 for none.</summary>
    public long LastApplicationSequence { get; init; }

    /// <summary>The highest <see cref="ApplicationVersionRecord.HistoryId"/> ever given; 0 for none.</summary>
    public long LastHistoryId { get; init; }
}
