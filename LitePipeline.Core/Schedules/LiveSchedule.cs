using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Schedules;

/// <summary>A schedule as the machine holds it. Its changes are collected and saved once for each decision.</summary>
internal sealed class LiveSchedule(ScheduleRecord record)
{
    private bool _changed;
    private DateTimeOffset _decidedUntil = record.State.DecidedUntil;

    public ScheduleRecord Record { get; private set; } = record;

    public ScheduleId Id => Record.Id;

    /// <summary>Never goes back, whatever the clock does: a moment that was decided stays decided.</summary>
    public DateTimeOffset DecidedUntil
    {
        get => _decidedUntil;
        set
        {
            if (value <= _decidedUntil) return;
            _decidedUntil = value;
            _changed = true;
        }
    }

    /// <summary>Its runs that have not finished.</summary>
    public HashSet<Guid> Active { get; } = [];

    /// <summary>Due moments of runs that wait for the one before to end.</summary>
    public Queue<DateTimeOffset> Queued { get; } = new(record.State.Queued.IsDefault ? [] : record.State.Queued);

    /// <summary>The moment of its entry among the deadlines; null for none.</summary>
    public DateTimeOffset? ArmedFor { get; set; }

    /// <summary>Whether what is due waits for one of its runs to end.</summary>
    public bool IsHeldUp { get; set; }

    public void Enqueue(DateTimeOffset due)
    {
        Queued.Enqueue(due);
        _changed = true;
    }

    public bool TryDequeue(out DateTimeOffset due) => Queued.TryDequeue(out due) && (_changed = true);

    public void Started(Guid run, DateTimeOffset due)
    {
        Active.Add(run);
        Record = Record with { State = Record.State with { LastRunAt = due, LastRunId = run } };
        _changed = true;
    }

    /// <summary>Saves what has changed of its state.</summary>
    public void Save(Step step)
    {
        if (!_changed) return;
        Keep();
        step.Change(new StoreChange.UpdateSchedule(Id, Record.State));
    }

    /// <summary>Replaces what its owner sets, and saves all of it.</summary>
    public void Save(ScheduleRecord record, Step step)
    {
        Record = record with { State = Record.State };
        Keep();
        step.Change(new StoreChange.SaveSchedule(Record));
    }

    private void Keep()
    {
        Record = Record with { State = Record.State with { DecidedUntil = _decidedUntil, Queued = [.. Queued] } };
        _changed = false;
    }
}
