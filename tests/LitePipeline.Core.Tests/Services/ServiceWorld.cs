using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Services;

/// <summary>Services under a seed: owners change them, tasks end, users stop tasks, applications and nodes go, the manager dies between decision and commit.</summary>
internal sealed class ServiceWorld
{
    private const string OneAction = """{"actions": [{"name": "only", "main": "x"}], "output_action": "only"}""";

    private readonly Random _random;
    private readonly MachineHarness _harness = new();
    private readonly NodeDescription _node = MachineHarness.Describe(new NodeId(Guid.NewGuid()), slots: 3);
    private readonly List<AppId> _applications = [];
    private readonly List<ServiceId> _services = [];
    private readonly HashSet<AttemptKey> _running = [];
    private SessionId? _session;

    public ServiceWorld(int seed)
    {
        _random = new Random(seed);
        _harness.OnEffect = CarryOut;
        _harness.OnChange = Check;
        _applications.AddRange([_harness.Deploy(OneAction), _harness.Deploy(OneAction)]);
        _session = _harness.Join(_node);
    }

    public int Starts { get; private set; }

    public int Restarts { get; private set; }

    public void Run(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            Step();
            CheckServices();
        }

        Settle();
    }

    private void Step()
    {
        switch (_random.Next(20))
        {
            case 0 when _services.Count < 5: _services.Add(_harness.Serve(Content(_applications[0]))); break;
            case < 4 when _services.Count > 0: _harness.Decide(new ManagerInput.UpdateService(Any(_services), Content(Any(_applications)))); break;
            case 4 when _services.Count > 1: Delete(); break;
            case < 10: EndOne(); break;
            case 10 when _harness.Tasks.Count > 0: _harness.Decide(new ManagerInput.StopTask(Any([.. _harness.Tasks.Keys]), StopSignal.Terminate)); break;
            case 11 when _applications.Count > 1:
                _harness.Decide(new ManagerInput.DeleteApplication(_applications[^1]));
                _applications.RemoveAt(_applications.Count - 1);
                break;
            case 12: _applications.Add(_harness.Deploy(OneAction)); break;
            case 13: Leave(); break;
            case 14: RestartManager(); break;
            default: _harness.RunFor(TimeSpan.FromSeconds(_random.Next(20))); break;
        }

        if (_session is null && _random.Next(3) > 0) _session = _harness.Join(_node, _running);
    }

    private ServiceContent Content(AppId application) => new("s", "", application, JsonData.EmptyObject, _random.Next(2) == 0 ? StopSignal.Kill : StopSignal.Terminate, _random.Next(3) > 0);

    private T Any<T>(List<T> list) => list[_random.Next(list.Count)];

    private void Delete()
    {
        var service = Any(_services);
        _services.Remove(service);
        _harness.Decide(new ManagerInput.DeleteService(service));
    }

    private void EndOne()
    {
        if (_session is not { } session || _running.Count == 0) return;
        var attempt = _running.OrderBy(one => one.ToString(), StringComparer.Ordinal).ElementAt(_random.Next(_running.Count));
        _running.Remove(attempt);
        _harness.Finish(session, attempt, _random.Next(2) == 0 ? MachineHarness.Success() : MachineHarness.Failure());
    }

    private void Leave()
    {
        if (_session is { } session) _harness.Decide(new ManagerInput.NodeDisconnected(session));
        _session = null;
        if (_random.Next(2) == 0) _running.Clear();
    }

    private void RestartManager()
    {
        Restarts++;
        if (_random.Next(2) == 0) _harness.Machine.Decide(new ManagerInput.DeadlineReached(), _harness.Now.AddSeconds(_random.Next(90)), new ManagerDecision());
        _harness.Now += TimeSpan.FromSeconds(_random.Next(100));
        _session = null;
        _harness.RestartManager();
    }

    // From here on nobody touches anything any more: what is enabled runs, or tries to where its application is gone; nothing else does.
    private void Settle()
    {
        _session ??= _harness.Join(_node, _running);
        for (var round = 0; round < 100; round++)
        {
            _harness.RunFor(TimeSpan.FromMinutes(1));
            foreach (var attempt in _running.Where(attempt => _harness.Tasks[attempt.Task].State.Stage == RunStage.Stopping).ToArray())
            {
                _running.Remove(attempt);
                _harness.Finish(_session.Value, attempt, MachineHarness.Failure());
            }
        }

        CheckServices();
        var live = Live().ToHashSet();
        foreach (var service in _harness.Services.Values)
        {
            if (!service.Enabled) Assert.DoesNotContain(live, task => task.Service == service.Id);
            else if (_applications.Contains(service.Application)) Assert.Contains(live, task => task.Service == service.Id);
        }

        Assert.All(live, task => Assert.Contains(task.Service!.Value, _harness.Services.Keys));
    }

    private IEnumerable<TaskRecord> Live() => _harness.Tasks.Values.Where(task => task.State.Stage != RunStage.Finished);

    private void CheckServices()
    {
        var live = Live().ToLookup(task => task.Service!.Value);
        foreach (var service in _harness.Services.Values)
        {
            var task = live[service.Id].SingleOrDefault();
            if (task is not null) Assert.Equal((task.Id, null, null), (service.State.Task, service.State.Status, service.State.RestartAt));
            else if (service.Enabled) Assert.NotNull(service.State.RestartAt);
            else Assert.Null(service.State.RestartAt);
        }
    }

    private void Check(StoreChange change)
    {
        if (change is not StoreChange.AddTask { Task: { } task }) return;
        Starts++;
        Assert.DoesNotContain(Live(), other => other.Service == task.Service);
    }

    private void CarryOut(ManagerEffect effect)
    {
        if (effect is not ManagerEffect.Send send || send.Session != _session && _session is not null) return;
        switch (send.Message)
        {
            case ManagerMessage.RunAction run: _running.Add(run.Assignment.Attempt); break;
            case ManagerMessage.DiscardAttempt discard: _running.Remove(discard.Attempt); break;
        }
    }
}
