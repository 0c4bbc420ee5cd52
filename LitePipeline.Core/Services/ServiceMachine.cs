using LitePipeline.Core.Applications;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Services;

/// <summary>Keeps one task of each enabled service alive. docs/state-machines.md draws it.</summary>
internal sealed partial class ServiceMachine(ManagerSettings settings, ApplicationRegistry applications, TaskIntake intake, TaskMachine tasks, Deadlines deadlines)
{
    private readonly Dictionary<ServiceId, LiveService> _services = [];
    private long _lastSequence;

    /// <summary>Takes up the services; tasks have been restored before.</summary>
    public void Restore(StoreSnapshot snapshot, Step step)
    {
        _lastSequence = snapshot.LastServiceSequence;
        foreach (var record in snapshot.Services)
        {
            var service = new LiveService(record);
            _services.Add(record.Id, service);
            if (!record.Enabled || LiveTask(service) is not null) continue;
            // Without a moment, its task ended in being restored: that is told before this is due, and gives it another.
            if (record.State.RestartAt is null) service.Save(record.State with { RestartAt = step.Now }, step);
            deadlines.Add(service.State.RestartAt!.Value, new Deadline.ServiceRestart(record.Id));
        }
    }

    public ManagerReply Create(ManagerInput.CreateService command, Step step)
    {
        if (_services.ContainsKey(command.Id)) return Refuse(ErrorCode.InvalidParameters, $"A service with the id {command.Id} exists already.", "service_id");
        if (Check(command.Content, null) is { } refusal) return new ManagerReply(refusal);
        var service = new LiveService(Fill(command.Content, new ServiceRecord
        {
            Id = command.Id,
            Sequence = ++_lastSequence,
            Name = "",
            Application = default,
            Input = default,
            Enabled = false,
            CreatedAt = step.Now,
            UpdatedAt = step.Now,
            State = new ServiceState(),
        }));
        _services.Add(command.Id, service);
        service.Save(service.Record, step);
        step.Publish(new PipelineEvent.ServiceCreated(command.Id, command.Content.Name) { At = step.Now });
        if (command.Content.Enabled) Start(service, step);
        return ManagerReply.Accepted;
    }

    public ManagerReply Update(ManagerInput.UpdateService command, Step step)
    {
        if (Find(command.Id) is not { } service) return Unknown(command.Id);
        if (Check(command.Content, service.Record) is { } refusal) return new ManagerReply(refusal);
        var before = service.Record;
        service.Save(Fill(command.Content, before with { UpdatedAt = step.Now }), step);
        step.Publish(new PipelineEvent.ServiceUpdated(command.Id) { At = step.Now });
        if (command.Content.Enabled) Enable(service, before, step);
        else Disable(service, before, step);
        return ManagerReply.Accepted;
    }

    /// <summary>Removes a service; the caller tells the nodes to remove its workspace.</summary>
    public ManagerReply Delete(ManagerInput.DeleteService command, Step step)
    {
        if (!_services.Remove(command.Id, out var service)) return Unknown(command.Id);
        step.Change(new StoreChange.DeleteService(command.Id));
        step.Publish(new PipelineEvent.ServiceDeleted(command.Id) { At = step.Now });
        if (LiveTask(service) is { } task) tasks.Stop(task, service.Record.Signal, step);
        return ManagerReply.Accepted;
    }

    private LiveService? Find(ServiceId service) => _services.GetValueOrDefault(service);

    private TaskRun? LiveTask(LiveService service) => service.State.Task is { } task ? tasks.Find(task) : null;

    // What is as it was before may stay so: to disable or rename a service must be possible when its application is gone, too.
    private Refusal? Check(ServiceContent content, ServiceRecord? before) =>
        (before?.Application == content.Application || applications.Current(content.Application) is not null ? null : ApplicationRegistry.Unknown(content.Application))
        ?? (before?.Input == content.Input ? null : TaskTargets.Read(content.Input, out _));

    private static ServiceRecord Fill(ServiceContent content, ServiceRecord record) => record with
    {
        Name = content.Name,
        Description = content.Description,
        Application = content.Application,
        Input = content.Input,
        Signal = content.Signal,
        Enabled = content.Enabled,
    };

    private static ManagerReply Unknown(ServiceId service) =>
        Refuse(ErrorCode.ServiceNotExists, $"There is no service {service}; list the services to find the right id.", "service_id");

    private static ManagerReply Refuse(ErrorCode code, string message, string field) => new(new Refusal(code, message, field));
}
