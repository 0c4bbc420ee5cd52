using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Caching;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Venvs;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Core.Storage;

/// <summary>One change that a decision makes to the store.</summary>
public abstract record StoreChange
{
    private StoreChange() { }

    /// <summary>Adds an application or replaces its row.</summary>
    public sealed record SaveApplication(ApplicationRecord Application) : StoreChange;

    /// <summary>Adds a version to an application's history.</summary>
    public sealed record AddApplicationVersion(ApplicationVersionRecord Version) : StoreChange;

    /// <summary>Removes one version from an application's history.</summary>
    public sealed record DeleteApplicationVersion(AppId Application, long HistoryId) : StoreChange;

    /// <summary>Removes an application, its history and its secrets.</summary>
    public sealed record DeleteApplication(AppId Application) : StoreChange;

    /// <summary>Adds a task.</summary>
    public sealed record AddTask(TaskRecord Task) : StoreChange;

    /// <summary>Replaces the changing part of a task.</summary>
    public sealed record UpdateTask(TaskId Task, TaskState State) : StoreChange;

    /// <summary>A finished task is run anew: the version and the changing part of its row are replaced, the rows of all its actions are removed.</summary>
    public sealed record RestartTask(TaskId Task, string Version, TaskState State) : StoreChange;

    /// <summary>Removes a task and its actions.</summary>
    public sealed record DeleteTask(TaskId Task) : StoreChange
    {
        /// <summary>The highest attempt number that any of its actions ever had; the store remembers the highest of all removed tasks, see <see cref="StoreSnapshot.LastRemovedAttempt"/>.</summary>
        public int LastAttempt { get; init; }
    }

    /// <summary>Adds an action's row or replaces it.</summary>
    public sealed record SaveAction(ActionRecord Action) : StoreChange;

    /// <summary>Removes one action's row, where there is one.</summary>
    public sealed record DeleteAction(TaskId Task, string Name) : StoreChange;

    /// <summary>Adds a cached result; its key is new.</summary>
    public sealed record SaveCacheEntry(CacheEntryRecord Entry) : StoreChange;

    /// <summary>Removes a cached result, where there is one.</summary>
    public sealed record DeleteCacheEntry(string Key) : StoreChange;

    /// <summary>Adds a secret or replaces its row.</summary>
    public sealed record SaveSecret(SecretRecord Secret) : StoreChange;

    /// <summary>Removes a secret, where there is one.</summary>
    public sealed record DeleteSecret(AppId Application, string Name) : StoreChange;

    /// <summary>Adds a venv or replaces its row.</summary>
    public sealed record SaveVenv(VenvRecord Venv) : StoreChange;

    /// <summary>Adds a version to a venv's history.</summary>
    public sealed record AddVenvVersion(VenvVersionRecord Version) : StoreChange;

    /// <summary>Removes one version from a venv's history.</summary>
    public sealed record DeleteVenvVersion(VenvId Venv, long HistoryId) : StoreChange;

    /// <summary>Removes a venv and its history.</summary>
    public sealed record DeleteVenv(VenvId Venv) : StoreChange;

    /// <summary>Adds a workflow or replaces its row.</summary>
    public sealed record SaveWorkflow(WorkflowRecord Workflow) : StoreChange;

    /// <summary>Removes a workflow; its works stay.</summary>
    public sealed record DeleteWorkflow(WorkflowId Workflow) : StoreChange;

    /// <summary>Adds a work.</summary>
    public sealed record AddWork(WorkRecord Work) : StoreChange;

    /// <summary>Replaces the changing part of a work.</summary>
    public sealed record UpdateWork(WorkId Work, WorkState State) : StoreChange;

    /// <summary>A finished work is run anew: its configuration and the changing part of its row are replaced, the rows of all its applications are removed.</summary>
    public sealed record RestartWork(WorkId Work, JsonData Configuration, WorkState State) : StoreChange;

    /// <summary>Removes a work and the rows of its applications; its tasks stay.</summary>
    public sealed record DeleteWork(WorkId Work) : StoreChange;

    /// <summary>Adds the row of a work's application or replaces it; its place in the order stays.</summary>
    public sealed record SaveWorkStep(WorkStepRecord Step) : StoreChange;

    /// <summary>Removes the row of a work's application, where there is one.</summary>
    public sealed record DeleteWorkStep(WorkId Work, string Name) : StoreChange;

    /// <summary>Adds a schedule or replaces its row.</summary>
    public sealed record SaveSchedule(ScheduleRecord Schedule) : StoreChange;

    /// <summary>Replaces the changing part of a schedule.</summary>
    public sealed record UpdateSchedule(ScheduleId Schedule, ScheduleState State) : StoreChange;

    /// <summary>Removes a schedule; what it started stays.</summary>
    public sealed record DeleteSchedule(ScheduleId Schedule) : StoreChange;

    /// <summary>Adds a service or replaces its row.</summary>
    public sealed record SaveService(ServiceRecord Service) : StoreChange;

    /// <summary>Replaces the changing part of a service.</summary>
    public sealed record UpdateService(ServiceId Service, ServiceState State) : StoreChange;

    /// <summary>Removes a service; its tasks stay.</summary>
    public sealed record DeleteService(ServiceId Service) : StoreChange;

    /// <summary>Adds a record to the audit trail.</summary>
    public sealed record AddAudit(AuditRecord Record) : StoreChange;
}
