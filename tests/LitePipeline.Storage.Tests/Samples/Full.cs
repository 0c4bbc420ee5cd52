using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Caching;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Venvs;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Storage.Tests.Samples;

/// <summary>Records with a value in every member, no two the same: a column that is forgotten or mixed up shows.</summary>
internal static class Full
{
    public static TaskState TaskState { get; } = new(
        RunStage.Stopping, RunStatus.Terminate, Sample.At(11), Sample.At(12), Sample.At(13), "It was asked to end.", StopSignal.Terminate, 17);

    public static WorkState WorkState { get; } = new(
        RunStage.Recovering, RunStatus.Error, Sample.At(21), Sample.At(22), Sample.At(23), "No such application.", StopSignal.Kill, 29);

    public static ServiceState ServiceState { get; } = new(
        Sample.TaskId(31), RunStage.Finished, RunStatus.Kill, 1L << 40, 33, Sample.At(34), "It ended at once.");

    public static ScheduleState ScheduleState { get; } = new(Sample.At(41), Sample.At(42), Sample.Id('r', 43), [Sample.At(44), Sample.At(45)]);

    public static ActionFailure Failure { get; } = new(ActionFailureKind.BadOutput, "output.data is not JSON: 'é' at line 3.");

    public static TaskRecord Task(long number) => Sample.Task(number) with
    {
        Application = Sample.AppId(2),
        Version = Sample.Package(3).Sha1,
        Priority = -4,
        Work = Sample.WorkId(5),
        Service = Sample.ServiceId(6),
        Schedule = Sample.ScheduleId(7),
        State = TaskState,
    };

    public static ActionRecord Action(long task, string name) => new()
    {
        Task = Sample.TaskId(task),
        Name = name,
        Ordinal = 51,
        Stage = RunStage.Finished,
        Status = RunStatus.Fail,
        Attempt = 52,
        Node = Sample.NodeId(53),
        StartedAt = Sample.At(54),
        EndedAt = Sample.At(55),
        ReturnCode = -9,
        Result = Sample.Json(56),
        Artifacts = [new Artifact("plots/über den Monat.png", Sample.Package(68).Sha256, 69L << 32), new Artifact("report.csv", Sample.Package(67).Sha256, 0)],
        Cached = new CacheSource(Sample.TaskId(121), "über", Sample.At(122)),
        Failure = Failure,
        Retries = 57,
        Losses = 58,
        RetryAt = Sample.At(59),
        Earlier =
        [
            new EarlierAttempt(60, Sample.NodeId(61), Sample.At(62), Sample.At(63), RunStatus.Fail, 75, new ActionFailure(ActionFailureKind.TimedOut, "It ran longer than 5 s.")),
            new EarlierAttempt(64, null, Sample.At(65), Sample.At(66), RunStatus.Cancel, null, null),
        ],
    };

    public static CacheEntryRecord CacheEntry(long number) => new()
    {
        Key = Sample.Package(number).Sha256,
        Sequence = number,
        Application = Sample.AppId(131),
        Source = new CacheSource(Sample.TaskId(132), "first", Sample.At(133)),
        Result = Sample.Json(134),
        Artifacts = [new Artifact("a", Sample.Package(135).Sha256, 136), new Artifact("b", Sample.Package(135).Sha256, 136), new Artifact("c", Sample.Package(137).Sha256, 138)],
    };

    public static WorkRecord Work(long number) => Sample.Work(number) with { Workflow = Sample.WorkflowId(71), Schedule = Sample.ScheduleId(72), State = WorkState };

    public static WorkStepRecord Step(long work, string name) => new()
    {
        Work = Sample.WorkId(work),
        Name = name,
        Application = Sample.AppId(81),
        Task = Sample.TaskId(82),
        Stage = RunStage.Recovering,
        Status = RunStatus.Terminate,
        Output = Sample.Json(83),
        Message = "The application is not there any more.",
    };

    public static ApplicationRecord Application(long number) => Sample.Application(number) with
    {
        Description = "Counts what there is to count.",
        Package = Sample.Package(91, PackageFormat.Zip),
    };

    public static ApplicationVersionRecord Version(long application, long history) => Sample.Version(application, history) with
    {
        Description = "The first that counts.",
        Package = Sample.Package(92, PackageFormat.Zip),
    };

    public static SecretRecord Secret(long application, string name) => Sample.Secret(application, name) with { SetBy = "ann" };

    public static VenvRecord Venv(long number) => Sample.Venv(number) with { Description = "Python 3.13.", Package = Sample.Package(93, PackageFormat.Zip) };

    public static VenvVersionRecord VenvVersion(long venv, long history) => Sample.VenvVersion(venv, history) with
    {
        Description = "Python 3.12.",
        Package = Sample.Package(94, PackageFormat.Zip),
    };

    public static WorkflowRecord Workflow(long number) => Sample.Workflow(number) with { Description = "Fetches, counts, tells.", Enabled = false };

    public static ScheduleRecord Schedule(long number) => Sample.Schedule(number) with
    {
        Source = ScheduleSource.Workflow,
        SourceId = Sample.WorkflowId(101).Value,
        Timing = new ScheduleTiming
        {
            Minute = 1,
            Hour = 2,
            DayOfMonth = 3,
            DayOfWeek = 4,
            Cron = "0 */5 * * * *",
            TimeZone = "Europe/Zurich",
            StartAt = Sample.At(102),
            EndAt = Sample.At(103),
        },
        Missed = MissedRuns.RunAll,
        Overlap = RunOverlap.Queue,
        Enabled = false,
        State = ScheduleState,
    };

    public static ServiceRecord Service(long number) => Sample.Service(number) with
    {
        Description = "Listens.",
        Application = Sample.AppId(111),
        Signal = StopSignal.Terminate,
        Enabled = false,
        State = ServiceState,
    };

    public static AuditRecord Audit(long number) => Sample.Audit(number) with { Origin = "fe80::1", Name = "Zählung", Details = "signal -15" };
}
