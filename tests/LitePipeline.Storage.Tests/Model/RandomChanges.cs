using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Model;

/// <summary>Makes changes that fit a model, and some that do not.</summary>
internal sealed class RandomChanges(Random random)
{
    private static readonly string[] Names = ["a", "b", "B", "long name", "ü", "%", "*", ""];

    public StoreChange Next(StoreModel model)
    {
        var (task, work, application, venv) = (Some(model.Tasks.Values), Some(model.Works.Values), Some(model.Applications.Values), Some(model.Venvs.Values));
        var (schedule, service, workflow) = (Some(model.Schedules.Values), Some(model.Services.Values), Some(model.Workflows.Values));
        // What needs a row that is not there becomes the adding of one.
        return random.Next(44) switch
        {
            < 6 when task is not null => new StoreChange.SaveAction(Action(task.Id)),
            < 9 when task is not null => new StoreChange.UpdateTask(task.Id, TaskState()),
            9 when task is not null => new StoreChange.RestartTask(task.Id, Text(), TaskState()),
            10 when task is not null => new StoreChange.DeleteTask(task.Id) { LastAttempt = (int)(task.Sequence % 7) },
            11 or 12 when Some(model.Actions) is { } action => new StoreChange.DeleteAction(action.Task, action.Name),
            < 16 when work is not null => new StoreChange.SaveWorkStep(Step(work.Id)),
            < 18 when work is not null => new StoreChange.UpdateWork(work.Id, WorkState()),
            18 when work is not null => new StoreChange.RestartWork(work.Id, Json(), WorkState()),
            19 when work is not null => new StoreChange.DeleteWork(work.Id),
            20 when Some(model.Steps) is { } step => new StoreChange.DeleteWorkStep(step.Work, step.Name),
            21 or 22 when application is not null => new StoreChange.AddApplicationVersion(Sample.Version(application.Sequence, model.Last("version") + Step()) with { Package = Sample.Package(random.Next(4)), Description = Text() }),
            23 when Some(model.Versions.Values) is { } version => new StoreChange.DeleteApplicationVersion(version.Application, version.HistoryId),
            24 when application is not null => new StoreChange.DeleteApplication(application.Id),
            25 when venv is not null => new StoreChange.AddVenvVersion(Sample.VenvVersion(venv.Sequence, model.Last("venv version") + Step())),
            26 when Some(model.VenvVersions.Values) is { } version => new StoreChange.DeleteVenvVersion(version.Venv, version.HistoryId),
            27 when venv is not null => new StoreChange.DeleteVenv(venv.Id),
            28 when schedule is not null => new StoreChange.UpdateSchedule(schedule.Id, ScheduleState()),
            29 when schedule is not null => new StoreChange.DeleteSchedule(schedule.Id),
            30 when service is not null => new StoreChange.UpdateService(service.Id, ServiceState()),
            31 when service is not null => new StoreChange.DeleteService(service.Id),
            32 when workflow is not null => new StoreChange.DeleteWorkflow(workflow.Id),
            40 => new StoreChange.SaveCacheEntry(Full.CacheEntry(model.Last("cache entry") + Step()) with { Application = Sample.AppId(random.Next(3)), Artifacts = Flip() ? [] : [new("a", Sample.Package(random.Next(4)).Sha256, 1)] }),
            41 when Some(model.CacheEntries.Values) is { } entry => new StoreChange.DeleteCacheEntry(entry.Key),
            42 when application is not null => new StoreChange.SaveSecret(Some(model.Secrets.Values) is { } secret && Flip()
                ? secret with { Protected = Text(), SetBy = Flip() ? Text() : null }
                : Sample.Secret(application.Sequence, $"KEY_{model.Last("secret")}", model.Last("secret") + Step())),
            43 when Some(model.Secrets.Values) is { } secret => new StoreChange.DeleteSecret(secret.Application, secret.Name),
            33 => new StoreChange.SaveApplication(Sample.Application(application is not null && Flip() ? application.Sequence : model.Last("application") + Step()) with { Name = Text(), Configuration = Json() }),
            34 => new StoreChange.SaveVenv(Sample.Venv(venv is not null && Flip() ? venv.Sequence : model.Last("venv") + Step()) with { Name = Text() }),
            35 => new StoreChange.SaveWorkflow(Sample.Workflow(workflow is not null && Flip() ? workflow.Sequence : model.Last("workflow") + Step()) with { Name = Text(), Enabled = Flip() }),
            36 => new StoreChange.SaveSchedule(Sample.Schedule(schedule is not null && Flip() ? schedule.Sequence : model.Last("schedule") + Step()) with { Name = Text(), SourceId = Sample.Id('x', random.Next(3)), Enabled = Flip(), State = ScheduleState() }),
            37 => new StoreChange.SaveService(Sample.Service(service is not null && Flip() ? service.Sequence : model.Last("service") + Step()) with { Name = Text(), Application = Sample.AppId(random.Next(3)), State = ServiceState() }),
            39 => new StoreChange.AddAudit(Sample.Audit(model.Last("audit") + Step()) with { Actor = Text(), Subject = Sample.Id('x', random.Next(3)), Verb = Flip() ? "create" : "stop", Name = Flip() ? Text() : null }),
            38 => new StoreChange.AddWork(Sample.Work(model.Last("work") + Step()) with { Name = Text(), Workflow = Sample.WorkflowId(random.Next(3)), Schedule = Flip() ? Sample.ScheduleId(random.Next(3)) : null, State = WorkState() }),
            _ => new StoreChange.AddTask(Sample.Task(model.Last("task") + Step()) with
            {
                Name = Text(),
                Application = Sample.AppId(random.Next(3)),
                Priority = random.Next(-2, 3),
                Work = Flip() ? Sample.WorkId(random.Next(3)) : null,
                Service = Flip() ? Sample.ServiceId(random.Next(3)) : null,
                Schedule = Flip() ? Sample.ScheduleId(random.Next(3)) : null,
                Input = Json(),
                State = TaskState(),
            }),
        };
    }

    /// <summary>A change that no store may take.</summary>
    public StoreChange NextWrong(StoreModel model) => random.Next(7) switch
    {
        5 when Some(model.Audit.Values) is { } record => new StoreChange.AddAudit(record),
        0 => new StoreChange.UpdateTask(Sample.TaskId(-1), TaskState()),
        1 => new StoreChange.SaveWorkStep(Step(Sample.WorkId(-1))),
        2 when Some(model.Tasks.Values) is { } task => new StoreChange.AddTask(Sample.Task(model.Last("task") + 1) with { Id = task.Id }),
        3 when Some(model.Applications.Values) is { } application => new StoreChange.SaveApplication(Sample.Application(model.Last("application") + 1) with { Sequence = application.Sequence }),
        4 when Some(model.Versions.Values) is { } version => new StoreChange.AddApplicationVersion(version),
        _ => new StoreChange.UpdateService(Sample.ServiceId(-1), ServiceState()),
    };

    public bool Chance(int oneIn) => random.Next(oneIn) == 0;

    public TaskQuery TaskQuery() => new()
    {
        Name = Filter(),
        Application = Maybe(() => Sample.AppId(random.Next(3))),
        Work = Maybe(() => Sample.WorkId(random.Next(3))),
        Service = Maybe(() => Sample.ServiceId(random.Next(3))),
        Schedule = Maybe(() => Sample.ScheduleId(random.Next(3))),
        Stage = Maybe(() => (RunStage)random.Next(5)),
        Status = Maybe(() => (RunStatus)random.Next(6)),
        After = Maybe(() => (long)random.Next(30)),
        Offset = random.Next(4),
        Limit = random.Next(6),
    };

    public WorkQuery WorkQuery() => new()
    {
        Name = Filter(),
        Workflow = Maybe(() => Sample.WorkflowId(random.Next(3))),
        Schedule = Maybe(() => Sample.ScheduleId(random.Next(3))),
        Stage = Maybe(() => (RunStage)random.Next(5)),
        Status = Maybe(() => (RunStatus)random.Next(6)),
        After = Maybe(() => (long)random.Next(30)),
        Offset = random.Next(4),
        Limit = random.Next(6),
    };

    // Numbers may have gaps, as after a commit that failed.
    private int Step() => Chance(5) ? 3 : 1;

    private ActionRecord Action(TaskId task) => Flip()
        ? Sample.Action(1, Text(), random.Next(6)) with { Task = task, Stage = (RunStage)random.Next(5) }
        : Full.Action(1, Text()) with { Task = task, Ordinal = random.Next(6) };

    private WorkStepRecord Step(WorkId work) => (Flip() ? Sample.Step(1, Text()) : Full.Step(1, Text())) with { Work = work };

    private TaskState TaskState() => Flip() ? Full.TaskState with { Stage = (RunStage)random.Next(5) } : Sample.TaskState((RunStage)random.Next(5), Maybe(() => (RunStatus)random.Next(6)), random.Next(9));

    private WorkState WorkState() => Flip() ? Full.WorkState with { Stage = (RunStage)random.Next(5) } : Sample.WorkState((RunStage)random.Next(5), Maybe(() => (RunStatus)random.Next(6)), random.Next(9));

    private ScheduleState ScheduleState() => Flip() ? Full.ScheduleState : new ScheduleState(Sample.At(random.Next(9)));

    private ServiceState ServiceState() => Flip() ? Full.ServiceState : new ServiceState(FailuresInARow: random.Next(9));

    private JsonData Json() => Chance(4) ? default : Sample.Json(random.Next(99));

    private string Text() => Names[random.Next(Names.Length)];

    private string? Filter() => random.Next(4) switch { 0 => "*", 1 => Text(), 2 => "*n*", _ => null };

    private bool Flip() => random.Next(2) == 0;

    private T? Maybe<T>(Func<T> make) where T : struct => Chance(3) ? make() : null;

    private T? Some<T>(IEnumerable<T> rows) where T : class => rows.ToList() is { Count: > 0 } list ? list[random.Next(list.Count)] : null;
}
