using System.Text;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Simulation.Users;

/// <summary>The users: deploy, submit, stop, rerun, recover, remove and wait, at any moment, and remember what they were promised.</summary>
internal sealed class Crowd(World world, Random random)
{
    private readonly Definitions _definitions = new(random);
    private readonly List<AppId> _applications = [];
    private readonly List<WorkflowId> _workflows = [];
    private readonly List<ServiceId> _services = [];
    private readonly List<ScheduleId> _schedules = [];
    private readonly HashSet<TaskId> _tasks = [];
    private readonly HashSet<Guid> _asking = [];

    // Ids that somebody may give again.
    private readonly Queue<TaskId> _removed = [];
    private readonly HashSet<WorkId> _works = [];
    private readonly List<(TaskId Task, Time.SimulatedProcess Manager)> _waiting = [];
    private AppId _service;
    private long _lastId;

    /// <summary>The tasks whose acceptance was answered, and that nobody has asked to remove.</summary>
    public IReadOnlySet<TaskId> PromisedTasks => _tasks;

    /// <summary>The works whose acceptance was answered, and that nobody has asked to remove.</summary>
    public IReadOnlySet<WorkId> PromisedWorks => _works;

    /// <summary>Who waits for the end of a task, and in which life of the manager.</summary>
    public IReadOnlyList<(TaskId Task, Time.SimulatedProcess Manager)> Waiting => _waiting;

    public int Requests { get; private set; }

    public Door Door { get; } = new(world);

    public void Deploy()
    {
        for (var i = 0; i < 3; i++) _applications.Add(DeployApplication(_definitions.Application(world.MostSlots)));
        _service = DeployApplication(Definitions.Service());
        for (var i = 0; i < 2; i++) DeployWorkflow();
        for (var i = random.Next(3); i > 0; i--) CreateService();
        for (var i = random.Next(3); i > 0; i--) CreateSchedule();
    }

    /// <summary>Somebody wants something.</summary>
    public void Act()
    {
        Requests++;
        switch (random.Next(100))
        {
            case < 34: Submit(); break;
            case < 42: CreateWork(); break;
            case < 52: StopTask(); break;
            case < 58: RunTaskAgain(); break;
            case < 61: DeleteTask(); break;
            case < 65: StopWork(); break;
            case < 70: RunWorkAgain(); break;
            case < 72: DeleteWork(); break;
            case < 80: WaitForTask(); break;
            case < 84: UpdateService(); break;
            case < 85: DeleteService(); break;
            case < 86: CreateService(); break;
            case < 89: UpdateSchedule(); break;
            case < 90: DeleteSchedule(); break;
            case < 91: CreateSchedule(); break;
            case < 94: UpdateApplication(); break;
            case < 95: ReplaceApplication(); break;
            case < 98: DrainOrRemoveNode(); break;
            default: DeployWorkflow(); break;
        }
    }

    /// <summary>Everybody goes home: what would run for ever is ended, what was drained may take work again.</summary>
    public void GoHome()
    {
        foreach (var (id, service) in world.History.Services)
            if (service.Enabled) Door.Insist($"disable service {id}", (door, _) => door.UpdateServiceAsync(id, Content(service) with { Enabled = false }));
        foreach (var (id, schedule) in world.History.Schedules)
            if (schedule.Enabled) Door.Insist($"disable schedule {id}", (door, _) => door.UpdateScheduleAsync(id, Content(schedule) with { Enabled = false }));
    }

    private Guid NewId()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        BitConverter.TryWriteBytes(bytes, ++_lastId);
        return new Guid(bytes);
    }

    private T? Any<T>(IEnumerable<T> all) where T : class
    {
        T[] list = [.. all];
        return list.Length == 0 ? null : list[random.Next(list.Length)];
    }

    private JsonData Input() => JsonData.Parse($$"""{"x": {{random.Next(10)}}}""");

    private AppId DeployApplication(string configuration)
    {
        var id = new AppId(NewId());
        var (package, json) = (Package(), Encoding.UTF8.GetBytes(configuration));
        Door.Insist($"deploy {id}", (_, queue) => queue.AskAsync(
            new ManagerInput.CreateApplication(id, "app", "", package, JsonData.Parse(json), DefinitionReader.ReadApplication(json)), CancellationToken.None), tries: 20);
        return id;
    }

    private PackageReference Package()
    {
        var name = NewId().ToString("N");
        return new PackageReference(name, name, PackageFormat.TarGz, 1);
    }

    private void UpdateApplication()
    {
        var id = _applications[random.Next(_applications.Count)];
        var (package, json) = (Package(), Encoding.UTF8.GetBytes(_definitions.Application(world.MostSlots)));
        Door.Ask($"update {id}", (_, queue) => queue.AskAsync(
            new ManagerInput.UpdateApplication(id, null, null, new UploadedApplication(package, JsonData.Parse(json), DefinitionReader.ReadApplication(json))), CancellationToken.None));
    }

    private void ReplaceApplication()
    {
        var place = random.Next(_applications.Count);
        var removed = _applications[place];
        Door.Ask($"remove {removed}", (door, _) => door.DeleteApplicationAsync(removed));
        _applications[place] = DeployApplication(_definitions.Application(world.MostSlots));
    }

    private void DeployWorkflow()
    {
        var id = new WorkflowId(NewId());
        var configuration = JsonData.Parse(_definitions.Workflow(_applications));
        Door.Insist($"deploy workflow {id}", (door, _) => door.CreateWorkflowAsync(new CreateWorkflowRequest("workflow", configuration, "", Enabled: true) { Id = id }), tries: 20);
        _workflows.Add(id);
        if (_workflows.Count > 3) _workflows.RemoveAt(0);
    }

    private void Submit()
    {
        var (id, waits) = (new TaskId(NewId()), random.Next(2) == 0);
        if (world.GivesIdsAgain && _removed.TryDequeue(out var removed)) id = removed;
        var request = new SubmitTaskRequest(_applications[random.Next(_applications.Count)], "task", Input(), random.Next(4) == 0 ? random.Next(-2, 3) : 0) { Id = id };
        Door.Insist($"submit {id}", (door, _) => door.SubmitTaskAsync(request), () =>
        {
            world.Promise(world.History.Tasks.ContainsKey(id) || world.History.WasRemoved(id), $"The task {id} was accepted and is not in the store.");
            _tasks.Add(id);
        }, answer =>
        {
            _asking.Remove(id.Value);
            if (answer == Answer.Accepted && waits) Wait(id);
        }, tries: 4);
        _asking.Add(id.Value);
    }

    private void CreateWork()
    {
        var id = new WorkId(NewId());
        var request = new CreateWorkRequest(_workflows[random.Next(_workflows.Count)], "work", Input()) { Id = id };
        Door.Insist($"create work {id}", (door, _) => door.CreateWorkAsync(request), () =>
        {
            world.Promise(world.History.Works.ContainsKey(id) || world.History.WasRemoved(id), $"The work {id} was accepted and is not in the store.");
            _works.Add(id);
        }, _ => _asking.Remove(id.Value), tries: 4);
        _asking.Add(id.Value);
    }

    private void StopTask()
    {
        if (Any(world.History.Tasks.Values.Where(task => !task.IsFinished)) is not { } task) return;
        var (id, restarts) = (task.Record.Id, task.Restarts);
        var signal = random.Next(2) == 0 ? StopSignal.Kill : StopSignal.Terminate;
        Door.Ask($"stop {id} by {signal}", (door, _) => door.StopTaskAsync(id, signal), () => world.Promise(
            task.IsFinished || task.State.StopSignal is not null || task.Restarts > restarts || world.History.WasRemoved(id), $"The stop of the task {id} was accepted and is not in the store."));
    }

    private void RunTaskAgain()
    {
        if (Any(world.History.Tasks.Values.Where(task => task.IsFinished && task.Record is { Work: null, Service: null })) is not { } task) return;
        var (id, restarts, recovers) = (task.Record.Id, task.Restarts, random.Next(2) == 0);
        Door.Ask($"{(recovers ? "recover" : "rerun")} {id}", (door, _) => recovers ? door.RecoverTaskAsync(id) : door.RerunTaskAsync(id), () => world.Promise(
            task.Restarts > restarts || world.History.WasRemoved(id), $"The rerun of the task {id} was accepted and is not in the store."));
    }

    private void DeleteTask()
    {
        // Who still asks for a task does not have it removed: it would be made anew under the same id.
        if (Any(world.History.Tasks.Values.Where(task => task.IsFinished && !_asking.Contains(task.Record.Id.Value))) is not { } task) return;
        var id = task.Record.Id;
        _tasks.Remove(id);
        Door.Ask($"delete {id}", (door, _) => door.DeleteTaskAsync(id), () =>
        {
            world.Promise(world.History.WasRemoved(id), $"The removal of the task {id} was accepted and is not in the store.");
            if (task.Record is { Work: null, Service: null, Schedule: null }) _removed.Enqueue(id);
        });
    }

    private void StopWork()
    {
        if (Any(world.History.Works.Values.Where(work => !work.IsFinished)) is not { } work) return;
        var (id, restarts) = (work.Record.Id, work.Restarts);
        Door.Ask($"stop work {id}", (door, _) => door.StopWorkAsync(id, random.Next(2) == 0 ? StopSignal.Kill : StopSignal.Terminate), () => world.Promise(
            work.IsFinished || work.State.StopSignal is not null || work.Restarts > restarts || world.History.WasRemoved(id), $"The stop of the work {id} was accepted and is not in the store."));
    }

    private void RunWorkAgain()
    {
        if (Any(world.History.Works.Values.Where(work => work.IsFinished)) is not { } work) return;
        var (id, restarts, recovers) = (work.Record.Id, work.Restarts, random.Next(3) > 0);
        Door.Ask($"{(recovers ? "recover" : "rerun")} work {id}", (door, _) => recovers ? door.RecoverWorkAsync(id) : door.RerunWorkAsync(id), () => world.Promise(
            work.Restarts > restarts || world.History.WasRemoved(id), $"The rerun of the work {id} was accepted and is not in the store."));
    }

    private void DeleteWork()
    {
        if (Any(world.History.Works.Values.Where(work => work.IsFinished && !_asking.Contains(work.Record.Id.Value))) is not { } work) return;
        var id = work.Record.Id;
        _works.Remove(id);
        Door.Ask($"delete work {id}", (door, _) => door.DeleteWorkAsync(id));
    }

    private void WaitForTask()
    {
        if (Any(world.History.Tasks.Values) is { } task) Wait(task.Record.Id);
    }

    // As long as it takes: who asked may have lost patience, the manager has not.
    private void Wait(TaskId id) => Door.Ask($"wait for {id}", async (door, _) =>
    {
        var wait = (id, world.Manager.Process!);
        _waiting.Add(wait);
        try { await door.WaitForTaskAsync(id); }
        finally { _waiting.Remove(wait); }
    });

    private void CreateService()
    {
        var id = new ServiceId(NewId());
        var content = new ServiceContent("service", "", _service, Input(), random.Next(2) == 0 ? StopSignal.Kill : StopSignal.Terminate, Enabled: random.Next(4) != 0);
        Door.Insist($"create service {id}", (door, _) => door.CreateServiceAsync(content, id), tries: 4);
        _services.Add(id);
    }

    private void UpdateService()
    {
        if (_services.Count == 0 || !world.History.Services.TryGetValue(_services[random.Next(_services.Count)], out var service)) return;
        var content = Content(service) with { Enabled = random.Next(3) != 0, Input = random.Next(2) == 0 ? service.Input : Input() };
        Door.Ask($"update service {service.Id}", (door, _) => door.UpdateServiceAsync(service.Id, content));
    }

    private void DeleteService()
    {
        if (_services.Count == 0) return;
        var id = _services[random.Next(_services.Count)];
        Door.Ask($"delete service {id}", (door, _) => door.DeleteServiceAsync(id));
    }

    private void CreateSchedule()
    {
        var id = new ScheduleId(NewId());
        var content = ScheduleOf(random.Next(2) == 0);
        Door.Insist($"create schedule {id}", (door, _) => door.CreateScheduleAsync(content, id), tries: 4);
        _schedules.Add(id);
    }

    private ScheduleContent ScheduleOf(bool workflow) => new(
        "schedule",
        workflow ? ScheduleSource.Workflow : ScheduleSource.Application,
        workflow ? _workflows[random.Next(_workflows.Count)].Value : _applications[random.Next(_applications.Count)].Value,
        Input(),
        new ScheduleTiming { Cron = random.Next(3) switch { 0 => "* * * * *", 1 => "*/20 * * * * *", _ => "*/5 * * * *" } },
        (MissedRuns)random.Next(3),
        (RunOverlap)random.Next(3),
        Enabled: random.Next(4) != 0);

    private void UpdateSchedule()
    {
        if (_schedules.Count == 0 || !world.History.Schedules.TryGetValue(_schedules[random.Next(_schedules.Count)], out var schedule)) return;
        var content = random.Next(3) == 0 ? ScheduleOf(random.Next(2) == 0) : Content(schedule) with { Enabled = random.Next(4) != 0, Overlap = (RunOverlap)random.Next(3) };
        Door.Ask($"update schedule {schedule.Id}", (door, _) => door.UpdateScheduleAsync(schedule.Id, content));
    }

    private void DeleteSchedule()
    {
        if (_schedules.Count == 0) return;
        var id = _schedules[random.Next(_schedules.Count)];
        Door.Ask($"delete schedule {id}", (door, _) => door.DeleteScheduleAsync(id));
    }

    private void DrainOrRemoveNode()
    {
        var node = world.Nodes[random.Next(world.Nodes.Count)];
        if (random.Next(2) == 0) Door.Ask($"drain {node.Name}", (door, _) => door.DrainNodeAsync(node.Id));
        // What is drained takes nothing until it is removed and joins anew.
        else world.Remove(node);
    }

    private static ServiceContent Content(ServiceRecord service) =>
        new(service.Name, service.Description, service.Application, service.Input, service.Signal, service.Enabled);

    private static ScheduleContent Content(ScheduleRecord schedule) =>
        new(schedule.Name, schedule.Source, schedule.SourceId, schedule.Input, schedule.Timing, schedule.Missed, schedule.Overlap, schedule.Enabled);
}
