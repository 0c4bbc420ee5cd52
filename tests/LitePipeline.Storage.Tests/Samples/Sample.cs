using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Audit;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Venvs;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Storage.Tests.Samples;

/// <summary>Records with values in their required members; the number tells them apart, and ids do not grow with it.</summary>
internal static class Sample
{
    public static DateTimeOffset At(long number) => new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero).AddSeconds(number).AddTicks(7);

    public static Guid Id(char kind, long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, unchecked(number * 0x5DEECE66DL));
        BitConverter.TryWriteBytes(bytes[8..], number);
        bytes[15] = (byte)kind;
        return new Guid(bytes);
    }

    public static TaskId TaskId(long number) => new(Id('t', number));

    public static WorkId WorkId(long number) => new(Id('w', number));

    public static WorkflowId WorkflowId(long number) => new(Id('f', number));

    public static AppId AppId(long number) => new(Id('a', number));

    public static VenvId VenvId(long number) => new(Id('v', number));

    public static ScheduleId ScheduleId(long number) => new(Id('s', number));

    public static ServiceId ServiceId(long number) => new(Id('e', number));

    public static NodeId NodeId(long number) => new(Id('n', number));

    public static JsonData Json(long number) => JsonData.Parse($$"""{"number": {{number}}}""");

    public static PackageReference Package(long number, PackageFormat format = PackageFormat.TarGz) =>
        new(number.ToString("x40", null), number.ToString("x64", null), format, 1000 + number);

    public static TaskState TaskState(RunStage stage = RunStage.Pending, RunStatus? status = null, long at = 0) => new(stage, status, At(at));

    public static WorkState WorkState(RunStage stage = RunStage.Pending, RunStatus? status = null, long at = 0) => new(stage, status, At(at));

    public static TaskRecord Task(long number) => new()
    {
        Id = TaskId(number),
        Sequence = number,
        Name = $"task-{number}",
        Application = AppId(1),
        Version = Package(1).Sha1,
        Input = Json(number),
        CreatedAt = At(number),
        State = TaskState(),
    };

    public static ActionRecord Action(long task, string name, int ordinal = 0, RunStage stage = RunStage.Running) => new()
    {
        Task = TaskId(task),
        Name = name,
        Ordinal = ordinal,
        Stage = stage,
        Attempt = 1,
    };

    public static WorkRecord Work(long number) => new()
    {
        Id = WorkId(number),
        Sequence = number,
        Name = $"work-{number}",
        Workflow = WorkflowId(1),
        Configuration = Json(-number),
        Input = Json(number),
        CreatedAt = At(number),
        State = WorkState(),
    };

    public static WorkStepRecord Step(long work, string name) => new()
    {
        Work = WorkId(work),
        Name = name,
        Application = AppId(1),
        Stage = RunStage.Pending,
    };

    public static ApplicationRecord Application(long number) => new()
    {
        Id = AppId(number),
        Sequence = number,
        Name = $"application-{number}",
        CreatedAt = At(number),
        UpdatedAt = At(number + 1),
        Package = Package(number),
        Configuration = Json(number),
    };

    public static ApplicationVersionRecord Version(long application, long history) => new()
    {
        Application = AppId(application),
        HistoryId = history,
        CreatedAt = At(history),
        Package = Package(history),
        Configuration = Json(history),
    };

    public static SecretRecord Secret(long application, string name, long sequence = 1) => new()
    {
        Sequence = sequence,
        Application = AppId(application),
        Name = name,
        Protected = $"sealed-{sequence}",
        Revision = Id('r', sequence),
        SetAt = At(sequence),
    };

    public static VenvRecord Venv(long number) => new()
    {
        Id = VenvId(number),
        Sequence = number,
        Name = $"venv-{number}",
        CreatedAt = At(number),
        UpdatedAt = At(number + 1),
        Package = Package(number),
    };

    public static VenvVersionRecord VenvVersion(long venv, long history) => new()
    {
        Venv = VenvId(venv),
        HistoryId = history,
        CreatedAt = At(history),
        Package = Package(history),
    };

    public static WorkflowRecord Workflow(long number) => new()
    {
        Id = WorkflowId(number),
        Sequence = number,
        Name = $"workflow-{number}",
        Configuration = Json(number),
        Enabled = true,
        CreatedAt = At(number),
        UpdatedAt = At(number + 1),
    };

    public static ScheduleRecord Schedule(long number) => new()
    {
        Id = ScheduleId(number),
        Sequence = number,
        Name = $"schedule-{number}",
        Source = ScheduleSource.Application,
        SourceId = AppId(1).Value,
        Input = Json(number),
        Timing = new ScheduleTiming { Minute = 30, Hour = 4 },
        Enabled = true,
        CreatedAt = At(number),
        UpdatedAt = At(number + 1),
        State = new ScheduleState(At(number)),
    };

    public static ServiceRecord Service(long number) => new()
    {
        Id = ServiceId(number),
        Sequence = number,
        Name = $"service-{number}",
        Application = AppId(1),
        Input = Json(number),
        Enabled = true,
        CreatedAt = At(number),
        UpdatedAt = At(number + 1),
        State = new ServiceState(),
    };

    public static AuditRecord Audit(long number) => new()
    {
        Sequence = number,
        At = At(number),
        Actor = "ann",
        Verb = "create",
        Noun = "task",
        Subject = Id('t', number),
    };
}
