using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tests.Manager;
using LitePipeline.Core.Works;
using LitePipeline.Core.Workflows;

namespace LitePipeline.Core.Tests.Schedules;

/// <summary>Two years of schedules with a manager that is killed at any moment, between a decision and its commit too, and comes back sooner or later.</summary>
internal sealed class TwoYearsWorld
{
    public static readonly DateTimeOffset Start = new(2026, 12, 20, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset End = Start.AddYears(2);

    private readonly Random _random;
    private readonly MachineHarness _harness = new() { Now = Start };
    private readonly NodeDescription _node = MachineHarness.Describe(new NodeId(Guid.NewGuid()), slots: 1_000_000);
    private readonly PriorityQueue<AttemptKey, DateTimeOffset> _ends = new();
    private readonly HashSet<AttemptKey> _running = [];
    private SessionId _session;

    public TwoYearsWorld(int seed)
    {
        _random = new Random(seed);
        _harness.OnEffect = CarryOut;
        _harness.OnChange = Check;
        App = _harness.Deploy("""{"actions": [{"name": "only", "main": "x"}], "output_action": "only"}""");
        Workflow = _harness.DeployWorkflow($$"""{"applications": [{"name": "first", "app_id": "{{App}}"}]}""");
        _session = _harness.Join(_node);
    }

    public AppId App { get; }

    public WorkflowId Workflow { get; }

    /// <summary>From which moment on nothing was decided, and when the manager had come back and decided it all.</summary>
    public List<(DateTimeOffset From, DateTimeOffset To)> Downtimes { get; } = [];

    public Dictionary<ScheduleId, List<DateTimeOffset>> Fired { get; } = [];

    public Dictionary<ScheduleId, int> Skipped { get; } = [];

    public Dictionary<ScheduleId, HashSet<Guid>> Active { get; } = [];

    public int Dropped { get; private set; }

    public IEnumerable<DateTimeOffset> Queued(ScheduleId schedule) => _harness.Schedules[schedule].State.Queued;

    public ScheduleId Add(ScheduleContent content)
    {
        var id = _harness.Schedule(content);
        (Fired[id], Skipped[id], Active[id]) = ([], 0, []);
        return id;
    }

    public void Run()
    {
        while (_harness.Now < End)
        {
            // Now and then exactly when something is due, else whenever.
            var death = _harness.Now.AddSeconds(_random.Next(30 * 3600));
            var dropped = Live(death < End ? death : End, diesAtDecision: _random.Next(3) == 0);
            if (_harness.Now < End) Die(dropped ? _harness.Now : _harness.Now.AddTicks(1));
        }

        _harness.RunUntil(End);
    }

    // Says whether the last decision was dropped.
    private bool Live(DateTimeOffset until, bool diesAtDecision)
    {
        while (true)
        {
            var deadline = _harness.Machine.NextDeadline ?? DateTimeOffset.MaxValue;
            var end = _ends.TryPeek(out _, out var at) ? at : DateTimeOffset.MaxValue;
            var next = deadline < end ? deadline : end;
            if (next > until)
            {
                _harness.Now = until;
                return false;
            }

            if (next > _harness.Now) _harness.Now = next;
            if (end < deadline) EndOne();
            else if (diesAtDecision && _random.Next(10) == 0 && Drop(new ManagerInput.DeadlineReached())) return true;
            else _harness.Decide(new ManagerInput.DeadlineReached());
        }
    }

    // Decided, and nothing of it ever reaches the store or the world.
    private bool Drop(ManagerInput input)
    {
        var decision = new ManagerDecision();
        _harness.Machine.Decide(input, _harness.Now, decision);
        if (decision.Changes.Count == 0) return false;
        Dropped++;
        return true;
    }

    private void Die(DateTimeOffset undecided)
    {
        do
        {
            _harness.Now += Away();
            if (_harness.Now > End) _harness.Now = End;
            // It may die again while it comes back.
            if (_random.Next(8) > 0) break;
            _harness.Restored(MachineHarness.Calendar, out _);
            Dropped++;
        }
        while (true);

        Downtimes.Add((undecided, _harness.Now));
        _harness.RestartManager();
        _session = _harness.Join(_node, _running);
    }

    // Never so long that more is missed than is counted.
    private TimeSpan Away() => _random.Next(20) switch
    {
        < 2 => TimeSpan.Zero,
        < 9 => TimeSpan.FromSeconds(_random.Next(1, 59)),
        < 15 => TimeSpan.FromSeconds(_random.Next(60, 7200)),
        < 19 => TimeSpan.FromHours(_random.Next(1, 30)),
        _ => TimeSpan.FromDays(_random.Next(1, 6)),
    };

    private void EndOne()
    {
        var attempt = _ends.Dequeue();
        _running.Remove(attempt);
        _harness.Finish(_session, attempt);
        // What has ended is removed, as it takes up the time of each restart.
        var work = _harness.Tasks[attempt.Task].Work;
        _harness.Actions.Remove((attempt.Task, attempt.Action));
        _harness.Decide(new ManagerInput.DeleteTask(attempt.Task));
        if (work is { } id) _harness.Decide(new ManagerInput.DeleteWork(id));
    }

    private void CarryOut(ManagerEffect effect)
    {
        _harness.Effects.Clear();
        switch (effect)
        {
            case ManagerEffect.Send { Message: ManagerMessage.RunAction run }:
                _running.Add(run.Assignment.Attempt);
                _ends.Enqueue(run.Assignment.Attempt, _harness.Now.AddMinutes(_random.Next(60) == 0 ? _random.Next(4000) : _random.Next(60)));
                break;
            case ManagerEffect.Publish { Event: PipelineEvent.ScheduleFired fired }:
                Fired[fired.Schedule].Add(fired.DueAt);
                break;
            case ManagerEffect.Publish { Event: PipelineEvent.ScheduleSkipped skipped }:
                Skipped[skipped.Schedule] += skipped.Runs;
                break;
        }
    }

    // Each run is recorded in the same commit as that it was decided, and never two at once where that is not allowed.
    private void Check(StoreChange change)
    {
        switch (change)
        {
            case StoreChange.AddTask { Task: { Schedule: { } schedule } task }: Began(schedule, task.Id.Value); break;
            case StoreChange.AddWork { Work: { Schedule: { } schedule } work }: Began(schedule, work.Id.Value); break;
            case StoreChange.UpdateTask { State.EndedAt: not null } ended when _harness.Tasks[ended.Task].Schedule is { } schedule: Active[schedule].Remove(ended.Task.Value); break;
            case StoreChange.UpdateWork { State.EndedAt: not null } ended when _harness.Works[ended.Work].Schedule is { } schedule: Active[schedule].Remove(ended.Work.Value); break;
        }
    }

    private void Began(ScheduleId schedule, Guid run)
    {
        Assert.True(Active[schedule].Add(run));
        if (_harness.Schedules[schedule].Overlap != RunOverlap.Allow) Assert.Single(Active[schedule]);
    }
}
