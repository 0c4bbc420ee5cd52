using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Properties;

/// <summary>A manager's machine and nodes that misbehave under a seed: late, doubled and lost messages, cuts, crashes, stops, restarts. Each step checks the promises.</summary>
internal sealed class World
{
    private readonly Random _random;
    private readonly MachineHarness _harness = new(new ManagerSettings { MaxLostAttempts = 1000 });
    private readonly List<Node> _nodes = [];
    private readonly List<AppId> _applications = [];
    private readonly Dictionary<AppId, ApplicationDefinition> _definitions = [];
    private readonly HashSet<AttemptKey> _sent = [];
    private readonly Dictionary<(TaskId, string), HashSet<string>> _waitsFor = [];
    private HashCode _history;

    public World(int seed)
    {
        _random = new Random(seed);
        _harness.OnChange = Check;
        _harness.OnEffect = CarryOut;
        for (var i = 0; i < 1 + _random.Next(3); i++)
            _nodes.Add(new Node(MachineHarness.Describe(new NodeId(_harness.NewId()), 1 + _random.Next(3))));
        for (var i = 0; i < 2; i++) Deploy();
    }

    public int Tasks => _harness.Tasks.Count;

    public int Requeued { get; private set; }

    public int Generated { get; private set; }

    /// <summary>Runs the seed's life and returns a hash of all that was decided.</summary>
    public int Run(int steps)
    {
        for (var i = 0; i < steps; i++) Step();
        Heal();
        return _history.ToHashCode();
    }

    private void Step()
    {
        var node = _nodes[_random.Next(_nodes.Count)];
        switch (_random.Next(100))
        {
            case < 12: Submit(); break;
            case < 40: node.Deliver(_random); break;
            case < 62: FinishOne(node); break;
            case < 82: ReportOne(node); break;
            case < 86 when node.Session is null: Join(node); break;
            case < 88: Cut(node); break;
            case < 89: Crash(node); break;
            case < 92: Stop(); break;
            case < 96: Advance(TimeSpan.FromSeconds(_random.Next(12))); break;
            case < 97: Restart(); break;
            default: Join(node); break;
        }
    }

    // From here on nothing goes wrong any more: every task must come to its end, and every slot must be free again.
    private void Heal()
    {
        foreach (var node in _nodes.Where(node => node.Session is null)) Join(node);
        for (var round = 0; _harness.Tasks.Values.Any(task => task.State.Stage != RunStage.Finished); round++)
        {
            Assert.True(round < 10_000, "Some task never ends: " + string.Join(", ", _harness.Tasks.Values.Where(task => task.State.Stage != RunStage.Finished).Select(task => task.State)));
            foreach (var node in _nodes)
            {
                while (node.Deliver(_random)) { }
                FinishOne(node);
                ReportOne(node);
            }

            Advance(TimeSpan.FromSeconds(1));
        }

        var cluster = (ClusterView)_harness.Decide(new ManagerInput.DescribeCluster()).Value!;
        Assert.All(cluster.Nodes, node => Assert.Equal(0, node.UsedSlots));
        Assert.Empty(cluster.Running);
        Assert.Empty(cluster.Pending);
        Assert.Equal(0, cluster.PendingCount);
        foreach (var task in _harness.Tasks.Values.Where(task => task.State.Status == RunStatus.Success))
        {
            var actions = _harness.Actions.Values.Where(action => action.Task == task.Id).ToArray();
            Assert.All(actions.Where(action => action.Name != "success"), action => Assert.Equal(RunStatus.Success, action.Status));
            Assert.True(actions.Length >= _definitions[task.Application].Actions.Length);
        }
    }

    private void Deploy()
    {
        var count = 1 + _random.Next(6);
        var actions = Enumerable.Range(0, count).Select(i => $$"""
            {"name": "a{{i}}", "main": "x", "condition": [{{string.Join(",", Enumerable.Range(0, i).Where(_ => _random.Next(3) == 0).Select(j => $"\"a{j}\""))}}]}
            """);
        var events = _random.Next(2) == 0 ? "" : """, "event_actions": {"success": {"main": "s"}, "fail": {"main": "f"}}""";
        var app = _harness.Deploy($$"""{"actions": [{{string.Join(",", actions)}}], "output_action": "a0"{{events}}}""");
        _applications.Add(app);
    }

    private void Submit() => _harness.Submit(_applications[_random.Next(_applications.Count)]);

    private void Stop()
    {
        var running = _harness.Tasks.Values.Where(task => task.State.Stage != RunStage.Finished).ToArray();
        if (running.Length > 0)
            _harness.Decide(new ManagerInput.StopTask(running[_random.Next(running.Length)].Id, _random.Next(2) == 0 ? StopSignal.Kill : StopSignal.Terminate));
    }

    private void Advance(TimeSpan time)
    {
        _harness.Now += time;
        if (_harness.Machine.NextDeadline <= _harness.Now) _harness.Decide(new ManagerInput.DeadlineReached());
    }

    private void Restart()
    {
        foreach (var node in _nodes) node.Session = null;
        _harness.RestartManager();
    }

    private void Join(Node node)
    {
        node.Inbox.Clear();
        node.Session = new SessionId(_random.NextInt64());
        _harness.Decide(new ManagerInput.NodeSaid(node.Session.Value, new NodeMessage.Join(node.Description, [.. node.Running.Keys], [.. node.Held.Keys])));
    }

    private void Cut(Node node)
    {
        if (node.Session is not { } session) return;
        node.Session = null;
        _harness.Decide(new ManagerInput.NodeDisconnected(session));
    }

    private void Crash(Node node)
    {
        Cut(node);
        node.Running.Clear();
        node.Inbox.Clear();
    }

    private void FinishOne(Node node)
    {
        if (node.Running.Count == 0) return;
        var (key, assignment) = node.Running.ElementAt(_random.Next(node.Running.Count));
        node.Running.Remove(key);
        node.Held[key] = Result(assignment);
    }

    private ActionResult Result(ActionAssignment assignment)
    {
        if (_random.Next(25) == 0) return MachineHarness.Failure();
        if (_random.Next(6) != 0 || assignment.Attempt.Action.Length > 6) return MachineHarness.Success();
        var waiting = _harness.Tasks[assignment.Attempt.Task].Application is var app
            ? _definitions[app].Actions.Where(action => !_harness.Actions.ContainsKey((assignment.Attempt.Task, action.Name))).ToArray()
            : [];
        var generated = Enumerable.Range(0, 1 + _random.Next(4)).Select(i => new ActionDefinition
        {
            Name = $"{assignment.Attempt.Action}.{i}",
            Main = "g",
            Condition = i > 0 && _random.Next(2) == 0 ? [$"{assignment.Attempt.Action}.{i - 1}"] : [],
            ToAction = waiting.Length > 0 && _random.Next(2) == 0 ? waiting[_random.Next(waiting.Length)].Name : null,
        });
        return MachineHarness.Success("{}", [.. generated]);
    }

    private void ReportOne(Node node)
    {
        if (node.Session is not { } session || node.Held.Count == 0) return;
        var (key, result) = node.Held.ElementAt(_random.Next(node.Held.Count));
        _harness.Decide(new ManagerInput.NodeSaid(session, new NodeMessage.ActionFinished(key, result)));
    }

    private void CarryOut(ManagerEffect effect)
    {
        _history.Add(effect.GetType());
        if (effect is not ManagerEffect.Send send) return;
        _history.Add(send.Message.GetType());
        if (send.Message is ManagerMessage.RunAction run)
        {
            _history.Add(run.Assignment.Attempt);
            Assert.True(_sent.Add(run.Assignment.Attempt), $"{run.Assignment.Attempt} was sent twice.");
            var row = _harness.Actions[(run.Assignment.Attempt.Task, run.Assignment.Attempt.Action)];
            Assert.Equal((RunStage.Running, run.Assignment.Attempt.Attempt), (row.Stage, row.Attempt));
        }

        _nodes.FirstOrDefault(node => node.Session == send.Session)?.Inbox.Enqueue(send.Message);
    }

    private void Check(StoreChange change)
    {
        _history.Add(change.GetType());
        switch (change)
        {
            case StoreChange.SaveApplication save:
                _definitions[save.Application.Id] = DefinitionReader.ReadApplication(save.Application.Configuration.Utf8);
                break;
            case StoreChange.UpdateTask update:
                _history.Add(update.State.Stage);
                Assert.NotEqual(RunStage.Finished, _harness.Tasks[update.Task].State.Stage);
                if (update.State.Stage == RunStage.Finished)
                    Assert.DoesNotContain(_harness.Actions.Values, action => action.Task == update.Task && action.Stage == RunStage.Running);
                break;
            case StoreChange.SaveAction save:
                Check(save.Action);
                break;
        }
    }

    private void Check(ActionRecord action)
    {
        _history.Add(action.Stage);
        var before = _harness.Actions.GetValueOrDefault((action.Task, action.Name));
        Assert.NotEqual(RunStage.Finished, before?.Stage);
        Assert.NotEqual(RunStage.Finished, _harness.Tasks[action.Task].State.Stage);
        Assert.True(action.Attempt >= (before?.Attempt ?? 0));
        if (action.Stage == RunStage.Pending) Requeued++;
        if (action is { Stage: RunStage.Running } && action.Attempt > (before?.Attempt ?? 0)) CheckStart(action);
        if (action is not { Stage: RunStage.Finished, Status: RunStatus.Success } || action.Result.IsEmpty) return;
        foreach (var generated in DefinitionReader.ReadOutput(action.Result.Utf8).Actions)
        {
            Generated++;
            Waits(action.Task, generated.Name).UnionWith(generated.Condition);
            if (generated.ToAction is { } follower) Waits(action.Task, follower).Add(generated.Name);
        }
    }

    private void CheckStart(ActionRecord action)
    {
        var node = _nodes.Single(node => node.Description.Id == action.Node);
        Assert.NotNull(node.Session);
        Assert.True(
            _harness.Actions.Values.Count(other => other.Node == action.Node && other.Stage == RunStage.Running && other.Name + other.Task != action.Name + action.Task) < node.Description.Slots,
            "A node was given more than its slots.");
        if (action.Name is "success" or "fail") return;
        var configured = _definitions[_harness.Tasks[action.Task].Application].Actions.FirstOrDefault(one => one.Name == action.Name);
        foreach (var condition in Waits(action.Task, action.Name).Concat(configured?.Condition ?? []))
            Assert.Equal(RunStatus.Success, _harness.Actions[(action.Task, condition)].Status);
    }

    private HashSet<string> Waits(TaskId task, string action)
    {
        if (!_waitsFor.TryGetValue((task, action), out var names)) _waitsFor[(task, action)] = names = [];
        return names;
    }

    private sealed class Node(NodeDescription description)
    {
        public NodeDescription Description { get; } = description;
        public SessionId? Session { get; set; }
        public Queue<ManagerMessage> Inbox { get; } = [];
        public SortedDictionary<AttemptKey, ActionAssignment> Running { get; } = new(KeyOrder);
        public SortedDictionary<AttemptKey, ActionResult> Held { get; } = new(KeyOrder);

        private static Comparer<AttemptKey> KeyOrder { get; } = Comparer<AttemptKey>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));

        public bool Deliver(Random random)
        {
            if (!Inbox.TryDequeue(out var message)) return false;
            switch (message)
            {
                case ManagerMessage.RunAction run:
                    Running.TryAdd(run.Assignment.Attempt, run.Assignment);
                    break;
                case ManagerMessage.StopAction stop when Running.Remove(stop.Attempt):
                    Held[stop.Attempt] = new ActionResult { ReturnCode = (int)stop.Signal, Failure = new ActionFailure(ActionFailureKind.Stopped, "stopped") };
                    break;
                case ManagerMessage.AcknowledgeResult ack when random.Next(4) != 0:
                    // One in four is lost on the way: the result is reported again.
                    Held.Remove(ack.Attempt);
                    break;
                case ManagerMessage.DiscardAttempt discard:
                    Running.Remove(discard.Attempt);
                    Held.Remove(discard.Attempt);
                    break;
            }

            return true;
        }
    }
}
