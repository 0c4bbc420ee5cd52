using LitePipeline.Core;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Works;
using LitePipeline.Storage.InMemory.Rows;

namespace LitePipeline.Storage.InMemory;

/// <summary>What happens to works and their applications, to schedules and to services.</summary>
internal sealed partial class MemoryTables
{
    private long _lastStep;

    private void Update(WorkId id, WorkState state)
    {
        var work = Works.Get(id);
        Replace(work, work.Record with { State = state });
    }

    private void Restart(WorkId id, JsonData configuration, WorkState state)
    {
        var work = Works.Get(id);
        Replace(work, work.Record with { Configuration = configuration, State = state });
        _undo.Note(static (work, steps, _) => ((WorkRow)work).Steps = (Dictionary<string, WorkStepRow>)steps!, work, work.Steps);
        work.Steps = [];
    }

    private void Save(WorkStepRecord step)
    {
        var steps = Works.Get(step.Work).Steps;
        if (steps.TryGetValue(step.Name, out var old))
        {
            _undo.Note(static (steps, old, _) => PutBack(steps, (WorkStepRow)old!), steps, old);
            steps[step.Name] = old with { Record = step };
        }
        else
        {
            _undo.Note(static (steps, name, _) => ((Dictionary<string, WorkStepRow>)steps).Remove((string)name!), steps, step.Name);
            steps.Add(step.Name, new WorkStepRow(++_lastStep, step));
        }
    }

    private void Delete(WorkId id, string name)
    {
        if (Works.Find(id) is not { } work || !work.Steps.Remove(name, out var removed)) return;
        _undo.Note(static (steps, removed, _) => PutBack(steps, (WorkStepRow)removed!), work.Steps, removed);
    }

    private void Update(ScheduleId id, ScheduleState state)
    {
        var schedule = Schedules.Get(id);
        Replace(schedule, schedule.Record with { State = state });
    }

    private void Update(ServiceId id, ServiceState state)
    {
        var service = Services.Get(id);
        Replace(service, service.Record with { State = state });
    }

    private void Replace(WorkRow work, WorkRecord record)
    {
        _undo.Note(static (work, old, _) => ((WorkRow)work).Record = (WorkRecord)old!, work, work.Record);
        work.Record = record;
    }

    private static void PutBack(object steps, WorkStepRow row) => ((Dictionary<string, WorkStepRow>)steps)[row.Record.Name] = row;
}
