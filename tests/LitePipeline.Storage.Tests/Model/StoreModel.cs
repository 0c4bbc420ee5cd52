using System.Collections.Immutable;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Caching;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Venvs;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Storage.Tests.Model;

/// <summary>What a store should hold, by the plainest means: lists in order, copied with each change.</summary>
internal sealed record StoreModel
{
    public ImmutableSortedDictionary<long, TaskRecord> Tasks { get; init; } = ImmutableSortedDictionary<long, TaskRecord>.Empty;
    public ImmutableList<ActionRecord> Actions { get; init; } = [];
    public ImmutableSortedDictionary<long, WorkRecord> Works { get; init; } = ImmutableSortedDictionary<long, WorkRecord>.Empty;
    public ImmutableList<WorkStepRecord> Steps { get; init; } = [];
    public ImmutableSortedDictionary<long, ApplicationRecord> Applications { get; init; } = ImmutableSortedDictionary<long, ApplicationRecord>.Empty;
    public ImmutableSortedDictionary<long, ApplicationVersionRecord> Versions { get; init; } = ImmutableSortedDictionary<long, ApplicationVersionRecord>.Empty;
    public ImmutableSortedDictionary<long, SecretRecord> Secrets { get; init; } = ImmutableSortedDictionary<long, SecretRecord>.Empty;
    public ImmutableSortedDictionary<long, VenvRecord> Venvs { get; init; } = ImmutableSortedDictionary<long, VenvRecord>.Empty;
    public ImmutableSortedDictionary<long, VenvVersionRecord> VenvVersions { get; init; } = ImmutableSortedDictionary<long, VenvVersionRecord>.Empty;
    public ImmutableSortedDictionary<long, WorkflowRecord> Workflows { get; init; } = ImmutableSortedDictionary<long, WorkflowRecord>.Empty;
    public ImmutableSortedDictionary<long, ScheduleRecord> Schedules { get; init; } = ImmutableSortedDictionary<long, ScheduleRecord>.Empty;
    public ImmutableSortedDictionary<long, ServiceRecord> Services { get; init; } = ImmutableSortedDictionary<long, ServiceRecord>.Empty;
    public ImmutableSortedDictionary<long, AuditRecord> Audit { get; init; } = ImmutableSortedDictionary<long, AuditRecord>.Empty;
    public ImmutableSortedDictionary<long, CacheEntryRecord> CacheEntries { get; init; } = ImmutableSortedDictionary<long, CacheEntryRecord>.Empty;
    public ImmutableDictionary<string, long> Highest { get; init; } = ImmutableDictionary<string, long>.Empty;

    public StoreSnapshot Snapshot => new()
    {
        Tasks = [.. Tasks.Values.Where(task => task.State.Stage != RunStage.Finished)],
        Actions = [.. ActionsOf(Tasks.Values.Where(task => task.State.Stage != RunStage.Finished))],
        Works = [.. Works.Values.Where(work => work.State.Stage != RunStage.Finished)],
        WorkSteps = [.. StepsOf(Works.Values.Where(work => work.State.Stage != RunStage.Finished))],
        Applications = [.. Applications.Values],
        Versions = [.. Versions.Values],
        Secrets = [.. Secrets.Values],
        Venvs = [.. Venvs.Values],
        VenvVersions = [.. VenvVersions.Values],
        Workflows = [.. Workflows.Values],
        Schedules = [.. Schedules.Values],
        Services = [.. Services.Values],
        CacheEntries = [.. CacheEntries.Values],
        LastTaskSequence = Last("task"),
        LastWorkSequence = Last("work"),
        LastApplicationSequence = Last("application"),
        LastHistoryId = Last("version"),
        LastVenvSequence = Last("venv"),
        LastVenvHistoryId = Last("venv version"),
        LastWorkflowSequence = Last("workflow"),
        LastScheduleSequence = Last("schedule"),
        LastServiceSequence = Last("service"),
        LastRemovedAttempt = (int)Last("removed attempt"),
        LastAuditSequence = Last("audit"),
    };

    public long Last(string kind) => Highest.GetValueOrDefault(kind);

    public IEnumerable<ActionRecord> ActionsOf(IEnumerable<TaskRecord> tasks) => tasks.SelectMany(task =>
        Actions.Where(action => action.Task == task.Id).OrderBy(action => action.Ordinal).ThenBy(action => action.Name, StringComparer.Ordinal));

    public IEnumerable<ArtifactRecord> ArtifactsOf(IEnumerable<TaskRecord> tasks) =>
        from task in tasks
        from action in Actions.Where(action => action.Task == task.Id).OrderBy(action => action.Name, StringComparer.Ordinal)
        from artifact in action.Artifacts.OrderBy(artifact => artifact.Path, StringComparer.Ordinal)
        select new ArtifactRecord(task.Id, action.Name, artifact.Path, artifact.Sha256, artifact.Size);

    public IEnumerable<WorkStepRecord> StepsOf(IEnumerable<WorkRecord> works) => works.SelectMany(work => Steps.Where(step => step.Work == work.Id));

    /// <summary>The model after a change that fits it.</summary>
    public StoreModel After(StoreChange change) => change switch
    {
        StoreChange.AddTask add => Grown("task", add.Task.Sequence) with { Tasks = Tasks.Add(add.Task.Sequence, add.Task) },
        StoreChange.UpdateTask update => With(update.Task, task => task with { State = update.State }),
        StoreChange.RestartTask restart => With(restart.Task, task => task with { Version = restart.Version, State = restart.State }) with { Actions = Actions.RemoveAll(action => action.Task == restart.Task) },
        StoreChange.DeleteTask delete => Grown("removed attempt", delete.LastAttempt) with { Tasks = Without(Tasks, task => task.Id == delete.Task), Actions = Actions.RemoveAll(action => action.Task == delete.Task) },
        StoreChange.SaveAction save => this with { Actions = Saved(Actions, action => action.Task == save.Action.Task && action.Name == save.Action.Name, save.Action) },
        StoreChange.DeleteAction delete => this with { Actions = Actions.RemoveAll(action => action.Task == delete.Task && action.Name == delete.Name) },
        StoreChange.AddWork add => Grown("work", add.Work.Sequence) with { Works = Works.Add(add.Work.Sequence, add.Work) },
        StoreChange.UpdateWork update => With(update.Work, work => work with { State = update.State }),
        StoreChange.RestartWork restart => With(restart.Work, work => work with { Configuration = restart.Configuration, State = restart.State }) with { Steps = Steps.RemoveAll(step => step.Work == restart.Work) },
        StoreChange.DeleteWork delete => this with { Works = Without(Works, work => work.Id == delete.Work), Steps = Steps.RemoveAll(step => step.Work == delete.Work) },
        StoreChange.SaveWorkStep save => this with { Steps = Saved(Steps, step => step.Work == save.Step.Work && step.Name == save.Step.Name, save.Step) },
        StoreChange.DeleteWorkStep delete => this with { Steps = Steps.RemoveAll(step => step.Work == delete.Work && step.Name == delete.Name) },
        StoreChange.SaveApplication save => Grown("application", save.Application.Sequence) with { Applications = Applications.SetItem(save.Application.Sequence, save.Application) },
        StoreChange.AddApplicationVersion add => Grown("version", add.Version.HistoryId) with { Versions = Versions.Add(add.Version.HistoryId, add.Version) },
        StoreChange.DeleteApplicationVersion delete => this with { Versions = Without(Versions, version => version.Application == delete.Application && version.HistoryId == delete.HistoryId) },
        StoreChange.DeleteApplication delete => this with { Applications = Without(Applications, application => application.Id == delete.Application), Versions = Without(Versions, version => version.Application == delete.Application), Secrets = Without(Secrets, secret => secret.Application == delete.Application) },
        StoreChange.SaveSecret save => Grown("secret", save.Secret.Sequence) with { Secrets = Secrets.SetItem(save.Secret.Sequence, save.Secret) },
        StoreChange.DeleteSecret delete => this with { Secrets = Without(Secrets, secret => secret.Application == delete.Application && secret.Name == delete.Name) },
        StoreChange.SaveVenv save => Grown("venv", save.Venv.Sequence) with { Venvs = Venvs.SetItem(save.Venv.Sequence, save.Venv) },
        StoreChange.AddVenvVersion add => Grown("venv version", add.Version.HistoryId) with { VenvVersions = VenvVersions.Add(add.Version.HistoryId, add.Version) },
        StoreChange.DeleteVenvVersion delete => this with { VenvVersions = Without(VenvVersions, version => version.Venv == delete.Venv && version.HistoryId == delete.HistoryId) },
        StoreChange.DeleteVenv delete => this with { Venvs = Without(Venvs, venv => venv.Id == delete.Venv), VenvVersions = Without(VenvVersions, version => version.Venv == delete.Venv) },
        StoreChange.SaveWorkflow save => Grown("workflow", save.Workflow.Sequence) with { Workflows = Workflows.SetItem(save.Workflow.Sequence, save.Workflow) },
        StoreChange.DeleteWorkflow delete => this with { Workflows = Without(Workflows, workflow => workflow.Id == delete.Workflow) },
        StoreChange.SaveSchedule save => Grown("schedule", save.Schedule.Sequence) with { Schedules = Schedules.SetItem(save.Schedule.Sequence, save.Schedule) },
        StoreChange.UpdateSchedule update => this with { Schedules = Mapped(Schedules, schedule => schedule.Id == update.Schedule, schedule => schedule with { State = update.State }) },
        StoreChange.DeleteSchedule delete => this with { Schedules = Without(Schedules, schedule => schedule.Id == delete.Schedule) },
        StoreChange.SaveService save => Grown("service", save.Service.Sequence) with { Services = Services.SetItem(save.Service.Sequence, save.Service) },
        StoreChange.UpdateService update => this with { Services = Mapped(Services, service => service.Id == update.Service, service => service with { State = update.State }) },
        StoreChange.DeleteService delete => this with { Services = Without(Services, service => service.Id == delete.Service) },
        StoreChange.AddAudit add => Grown("audit", add.Record.Sequence) with { Audit = Audit.Add(add.Record.Sequence, add.Record) },
        StoreChange.SaveCacheEntry save => Grown("cache entry", save.Entry.Sequence) with { CacheEntries = CacheEntries.Add(save.Entry.Sequence, save.Entry) },
        StoreChange.DeleteCacheEntry delete => this with { CacheEntries = Without(CacheEntries, entry => entry.Key == delete.Key) },
        _ => throw new NotSupportedException(change.GetType().Name),
    };

    private StoreModel Grown(string kind, long number) => this with { Highest = Highest.SetItem(kind, Math.Max(Last(kind), number)) };

    private StoreModel With(TaskId id, Func<TaskRecord, TaskRecord> map) => this with { Tasks = Mapped(Tasks, task => task.Id == id, map) };

    private StoreModel With(WorkId id, Func<WorkRecord, WorkRecord> map) => this with { Works = Mapped(Works, work => work.Id == id, map) };

    private static ImmutableSortedDictionary<long, T> Mapped<T>(ImmutableSortedDictionary<long, T> rows, Func<T, bool> which, Func<T, T> map) =>
        rows.SetItems(rows.Where(row => which(row.Value)).Select(row => KeyValuePair.Create(row.Key, map(row.Value))));

    private static ImmutableSortedDictionary<long, T> Without<T>(ImmutableSortedDictionary<long, T> rows, Func<T, bool> which) =>
        rows.RemoveRange(rows.Where(row => which(row.Value)).Select(row => row.Key));

    private static ImmutableList<T> Saved<T>(ImmutableList<T> rows, Predicate<T> same, T row) =>
        rows.FindIndex(same) is var at and >= 0 ? rows.SetItem(at, row) : rows.Add(row);
}
