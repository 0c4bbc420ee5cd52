using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Storage.Tests.Samples;

/// <summary>Changes of every kind.</summary>
internal static class EveryChange
{
    /// <summary>Adds two rows of every kind, those numbered 1 with a value in every member.</summary>
    public static IEnumerable<StoreChange> Adding() =>
    [
        new StoreChange.SaveApplication(Full.Application(1)),
        new StoreChange.SaveApplication(Sample.Application(2)),
        new StoreChange.AddApplicationVersion(Full.Version(1, 1)),
        new StoreChange.AddApplicationVersion(Sample.Version(1, 2)),
        new StoreChange.SaveSecret(Full.Secret(1, "KEY")),
        new StoreChange.SaveSecret(Sample.Secret(2, "KEY", sequence: 2)),
        new StoreChange.SaveVenv(Full.Venv(1)),
        new StoreChange.SaveVenv(Sample.Venv(2)),
        new StoreChange.AddVenvVersion(Full.VenvVersion(1, 1)),
        new StoreChange.AddVenvVersion(Sample.VenvVersion(1, 2)),
        new StoreChange.SaveWorkflow(Full.Workflow(1)),
        new StoreChange.SaveWorkflow(Sample.Workflow(2)),
        new StoreChange.SaveCacheEntry(Full.CacheEntry(1)),
        new StoreChange.SaveCacheEntry(Full.CacheEntry(2)),
        new StoreChange.AddTask(Full.Task(1)),
        new StoreChange.AddTask(Sample.Task(2)),
        new StoreChange.SaveAction(Full.Action(1, "first")),
        new StoreChange.SaveAction(Sample.Action(1, "second", ordinal: 1)),
        new StoreChange.AddWork(Full.Work(1)),
        new StoreChange.AddWork(Sample.Work(2)),
        new StoreChange.SaveWorkStep(Full.Step(1, "first")),
        new StoreChange.SaveWorkStep(Sample.Step(1, "second")),
        new StoreChange.SaveSchedule(Full.Schedule(1)),
        new StoreChange.SaveSchedule(Sample.Schedule(2)),
        new StoreChange.SaveService(Full.Service(1)),
        new StoreChange.SaveService(Sample.Service(2)),
        new StoreChange.AddAudit(Full.Audit(1)),
        new StoreChange.AddAudit(Sample.Audit(2)),
    ];

    /// <summary>Changes each row of <see cref="Adding"/> in each way, and removes some.</summary>
    public static IEnumerable<StoreChange> Changing() =>
    [
        new StoreChange.SaveAction(Sample.Action(1, "first", ordinal: 5, RunStage.Finished)),
        new StoreChange.SaveAction(Sample.Action(1, "third", ordinal: 2)),
        new StoreChange.DeleteAction(Sample.TaskId(1), "second"),
        new StoreChange.UpdateTask(Sample.TaskId(1), Sample.TaskState(RunStage.Running, at: 70)),
        new StoreChange.RestartTask(Sample.TaskId(1), Sample.Package(9).Sha1, Sample.TaskState(at: 71)),
        new StoreChange.SaveAction(Sample.Action(1, "first")),
        new StoreChange.DeleteTask(Sample.TaskId(2)),
        new StoreChange.SaveWorkStep(Sample.Step(1, "first")),
        new StoreChange.SaveWorkStep(Sample.Step(1, "third")),
        new StoreChange.DeleteWorkStep(Sample.WorkId(1), "second"),
        new StoreChange.UpdateWork(Sample.WorkId(1), Sample.WorkState(RunStage.Running, at: 72)),
        new StoreChange.RestartWork(Sample.WorkId(1), Sample.Json(73), Sample.WorkState(at: 73)),
        new StoreChange.SaveWorkStep(Sample.Step(1, "first")),
        new StoreChange.DeleteWork(Sample.WorkId(2)),
        new StoreChange.SaveApplication(Sample.Application(1)),
        new StoreChange.DeleteApplicationVersion(Sample.AppId(1), 2),
        new StoreChange.AddApplicationVersion(Sample.Version(1, 3)),
        new StoreChange.SaveSecret(Sample.Secret(1, "KEY") with { SetAt = Sample.At(74) }),
        new StoreChange.SaveSecret(Sample.Secret(1, "TOKEN", sequence: 3)),
        new StoreChange.SaveSecret(Sample.Secret(1, "GONE", sequence: 4)),
        new StoreChange.DeleteSecret(Sample.AppId(1), "GONE"),
        new StoreChange.DeleteApplication(Sample.AppId(2)),
        new StoreChange.DeleteCacheEntry(Full.CacheEntry(2).Key),
        new StoreChange.SaveCacheEntry(Full.CacheEntry(3)),
        new StoreChange.SaveVenv(Sample.Venv(1)),
        new StoreChange.DeleteVenvVersion(Sample.VenvId(1), 2),
        new StoreChange.AddVenvVersion(Sample.VenvVersion(1, 3)),
        new StoreChange.DeleteVenv(Sample.VenvId(2)),
        new StoreChange.SaveWorkflow(Sample.Workflow(1)),
        new StoreChange.DeleteWorkflow(Sample.WorkflowId(2)),
        new StoreChange.SaveSchedule(Sample.Schedule(1)),
        new StoreChange.UpdateSchedule(Sample.ScheduleId(1), Full.ScheduleState),
        new StoreChange.DeleteSchedule(Sample.ScheduleId(2)),
        new StoreChange.SaveService(Sample.Service(1)),
        new StoreChange.UpdateService(Sample.ServiceId(1), Full.ServiceState),
        new StoreChange.DeleteService(Sample.ServiceId(2)),
        new StoreChange.AddAudit(Sample.Audit(3)),
    ];
}
