using LitePipeline.Core.Definitions;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;

namespace LitePipeline.Simulation.History;

internal sealed partial class StoreHistory
{
    private readonly Dictionary<WorkId, WorkHistory> _works = [];
    private readonly HashSet<WorkId> _removedWorks = [];
    private readonly Dictionary<ServiceId, ServiceRecord> _services = [];
    private readonly Dictionary<ScheduleId, ScheduleRecord> _schedules = [];
    private readonly Dictionary<Guid, long> _madeBy = [];

    private void ApplyComposition(StoreChange change)
    {
        switch (change)
        {
            case StoreChange.AddWork add: Add(add.Work); break;
            case StoreChange.UpdateWork update: Update(Work(update.Work), update.State); break;
            case StoreChange.RestartWork restart: Restart(Work(restart.Work), restart); break;
            case StoreChange.DeleteWork delete:
                Check(Work(delete.Work).IsFinished, "stage", $"The work {delete.Work} is removed while it is {Work(delete.Work).State}.");
                _works.Remove(delete.Work);
                _removedWorks.Add(delete.Work);
                break;
            case StoreChange.SaveWorkStep save: Save(Work(save.Step.Work), save.Step); break;
            case StoreChange.DeleteWorkStep delete: Work(delete.Work).Steps.Remove(delete.Name); break;
            case StoreChange.SaveService save:
                if (!_services.ContainsKey(save.Service.Id)) _madeBy[save.Service.Id.Value] = Changes;
                _services[save.Service.Id] = save.Service;
                break;
            case StoreChange.UpdateService update: _services[update.Service] = _services[update.Service] with { State = update.State }; break;
            case StoreChange.DeleteService delete: _services.Remove(delete.Service); break;
            case StoreChange.SaveSchedule save:
                if (!_schedules.ContainsKey(save.Schedule.Id)) _madeBy[save.Schedule.Id.Value] = Changes;
                _schedules[save.Schedule.Id] = save.Schedule;
                break;
            case StoreChange.UpdateSchedule update:
                Check(update.State.DecidedUntil >= _schedules[update.Schedule].State.DecidedUntil, "schedule", $"The schedule {update.Schedule} goes back from {_schedules[update.Schedule].State.DecidedUntil:s} to {update.State.DecidedUntil:s}: runs would be doubled.");
                _schedules[update.Schedule] = _schedules[update.Schedule] with { State = update.State };
                break;
            case StoreChange.DeleteSchedule delete: _schedules.Remove(delete.Schedule); break;
        }
    }

    private void Add(WorkRecord work)
    {
        Check(!_works.ContainsKey(work.Id), "twice", $"The work {work.Id} is added a second time.");
        if (work.Schedule is { } schedule) CheckRun(schedule, work.Id.Value);
        _works.Add(work.Id, new WorkHistory(work, DefinitionReader.ReadWorkflow(work.Configuration.Utf8), Changes));
    }

    private static void Update(WorkHistory work, WorkState next)
    {
        var before = work.State;
        var allowed = before.Stage switch
        {
            RunStage.Running => (next.Stage is RunStage.Stopping or RunStage.Finished || (next.Stage, before.StopSignal, next.StopSignal is null) == (RunStage.Running, null, false)) && next.Run == before.Run,
            RunStage.Stopping => next.Stage is RunStage.Stopping or RunStage.Running or RunStage.Finished && next.Run == before.Run,
            RunStage.Finished => next.Stage == RunStage.Running && next.Run == before.Run + 1 && before.Status != RunStatus.Success,
            _ => false,
        };
        Check(allowed, "stage", $"The work {work.Record.Id} goes from {before} to {next}.");
        if (before.Stage == RunStage.Finished) work.Restarts++;
        work.Record = work.Record with { State = next };
        if (next.Stage != RunStage.Finished) return;
        foreach (var step in work.Steps.Values)
            Check(step.Stage == RunStage.Finished, "end", $"The work {work.Record.Id} ends as {next.Status} and its application {step.Name} is {step.Stage}.");
        var succeeded = work.Definition.Applications.All(application => work.Steps.GetValueOrDefault(application.Name)?.Status == RunStatus.Success);
        Check(succeeded || next.Status != RunStatus.Success, "end", $"The work {work.Record.Id} has succeeded without all of its applications.");
        if (next.Status == RunStatus.Kill) Check(next.StopSignal is not null || work.Steps.Values.Any(step => step.Status == RunStatus.Kill), "end", $"The work {work.Record.Id} was stopped and nobody has stopped it.");
    }

    private static void Restart(WorkHistory work, StoreChange.RestartWork restart)
    {
        Check(work.IsFinished && restart.State.Run == work.State.Run + 1, "stage", $"The work {restart.Work} is rerun while it is {work.State}.");
        work.Restarts++;
        work.Steps.Clear();
        work.Definition = DefinitionReader.ReadWorkflow(restart.Configuration.Utf8);
        work.Record = work.Record with { Configuration = restart.Configuration, State = restart.State };
    }

    private void Save(WorkHistory work, WorkStepRecord step)
    {
        Check(!work.IsFinished, "stage", $"The application {step.Name} of the work {step.Work} is recorded after the work's end.");
        var before = work.Steps.GetValueOrDefault(step.Name);
        if (step.Stage != RunStage.Finished && before is null && work.Definition.Applications.FirstOrDefault(one => one.Name == step.Name) is { } application)
        {
            foreach (var condition in application.Condition)
                Check(work.Steps.GetValueOrDefault(condition)?.Status == RunStatus.Success, "early", $"The application {step.Name} of the work {step.Work} starts before {condition} has succeeded.");
            Check(work.Steps.Values.All(other => other.Stage != RunStage.Finished || other.Status == RunStatus.Success), "early", $"The application {step.Name} of the work {step.Work} starts after another has failed.");
        }

        if (step is { Stage: RunStage.Finished, Task: { } id } && _tasks.TryGetValue(id, out var task))
            Check(task.IsFinished && task.State.Status == RunStatus.Success == (step.Status == RunStatus.Success), "work", $"The application {step.Name} of the work {step.Work} ends as {step.Status} and its task is {task.State}.");
        work.Steps[step.Name] = step;
    }

    // What was removed and made again under its id is another one: what the first one left does not count.
    private long MadeBy(Guid id) => _madeBy.GetValueOrDefault(id);

    // A run that must not overlap with another one starts only when all others of its schedule have ended.
    private void CheckRun(ScheduleId id, Guid run)
    {
        if (!_schedules.TryGetValue(id, out var schedule) || schedule.Overlap == RunOverlap.Allow) return;
        var others = _tasks.Values.Where(task => task.Record.Schedule == id && !task.IsFinished && task.AddedBy > MadeBy(id.Value)).Select(task => task.Record.Id.Value)
            .Concat(_works.Values.Where(work => work.Record.Schedule == id && !work.IsFinished && work.AddedBy > MadeBy(id.Value)).Select(work => work.Record.Id.Value))
            .Where(other => other != run).ToArray();
        Check(others.Length == 0, "overlap", $"The run {run} of the schedule {id} starts beside {string.Join(", ", others)}.");
    }

    private WorkHistory Work(WorkId id) =>
        _works.TryGetValue(id, out var work) ? work : throw new ViolationException("row", $"The work {id} is changed and is not there.");
}
