using LitePipeline.Core.Audit;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Tests.Manager;

internal sealed partial class MachineHarness
{
    private long _lastSchedule;
    private long _lastService;

    public Dictionary<ScheduleId, ScheduleRecord> Schedules { get; } = [];

    public Dictionary<ServiceId, ServiceRecord> Services { get; } = [];

    public List<AuditRecord> Audit { get; } = [];

    public ScheduleId Schedule(ScheduleContent content)
    {
        var id = new ScheduleId(NewId());
        Assert.Null(Decide(new ManagerInput.CreateSchedule(id, content)).Refusal);
        return id;
    }

    public ServiceId Serve(ServiceContent content)
    {
        var id = new ServiceId(NewId());
        Assert.Null(Decide(new ManagerInput.CreateService(id, content)).Refusal);
        return id;
    }

    /// <summary>Moves the clock to a moment, and lets what is due on the way happen when it is.</summary>
    public void RunUntil(DateTimeOffset moment)
    {
        while (Machine.NextDeadline is { } deadline && deadline <= moment)
        {
            if (deadline > Now) Now = deadline;
            Decide(new ManagerInput.DeadlineReached());
        }

        Now = moment;
    }

    public void RunFor(TimeSpan time) => RunUntil(Now + time);

    private StoreSnapshot WithTiming(StoreSnapshot snapshot) => snapshot with
    {
        Schedules = [.. Schedules.Values],
        Services = [.. Services.Values],
        LastScheduleSequence = _lastSchedule,
        LastServiceSequence = _lastService,
        LastAuditSequence = Audit.Count,
    };

    private bool ApplyToTiming(StoreChange change)
    {
        switch (change)
        {
            case StoreChange.SaveSchedule save:
                Schedules[save.Schedule.Id] = save.Schedule;
                _lastSchedule = Math.Max(_lastSchedule, save.Schedule.Sequence);
                return true;
            case StoreChange.UpdateSchedule update:
                Schedules[update.Schedule] = Schedules[update.Schedule] with { State = update.State };
                return true;
            case StoreChange.DeleteSchedule delete: return Schedules.Remove(delete.Schedule);
            case StoreChange.SaveService save:
                Services[save.Service.Id] = save.Service;
                _lastService = Math.Max(_lastService, save.Service.Sequence);
                return true;
            case StoreChange.UpdateService update:
                Services[update.Service] = Services[update.Service] with { State = update.State };
                return true;
            case StoreChange.DeleteService delete: return Services.Remove(delete.Service);
            case StoreChange.AddAudit add:
                Audit.Add(add.Record);
                return true;
            default: return false;
        }
    }
}
