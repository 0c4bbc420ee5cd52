using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Caching;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;

namespace LitePipeline.Core.Tests.Properties;

/// <summary>
/// A manager's machine and nodes that misbehave under a seed: late, doubled and lost messages, cuts, crashes, stops, restarts, failures
/// that are retried, reruns and recovers. Each step checks the promises.
/// </summary>
internal sealed class World
{
    private readonly Random _random;
    private readonly MachineHarness _harness;
    private readonly List<Node> _nodes = [];
    private readonly List<AppId> _applications = [];
    private readonly Dictionary<AppId, ApplicationDefinition> _definitions = [];
    private readonly Dictionary<(TaskId, string), int> _sent = [];
    private readonly Dictionary<(TaskId, string), HashSet<string>> _waitsFor = [];
    private HashCode _history;
    private long _sessions;

    public World(int seed)
    {
        _random = new Random(seed);
        _harness = new MachineHarness(new ManagerSettings { MaxLostAttempts = _random.Next(4) == 0 ? 2 : 1000 });
        _harness.OnChange = Check;
        _harness.OnEffect = CarryOut;
        for (var i = 0; i < 1 + _random.Next(3); i++)
            _nodes.Add(new Node(MachineHarness.Describe(new NodeId(_harness.NewId()), 1 + _random.Next(3))));
        for (var i = 0; i < 2; i++) Deploy();
    }

    public int Tasks => _harness.Tasks.Count;

    public int Requeued { get; private set; }

    public int Generated { get; private set; }

    public int Retried { get; private set; }

    public int Reruns { get; private set; }

    public int Recovers { get; private set; }

    public int Held { get; private set; }

    public int Hits { get; private set; }

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
            case < 91: Stop(); break;
            case < 94: RunAgain(); break;
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
        Assert.Equal(0, cluster.HeldTasks);
        foreach (var task in _harness.Tasks.Values.Where(task => task.State.Status == RunStatus.Success)) CheckSuccess(task);
    }

    private void CheckSuccess(TaskRecord task)
    {
        var actions = _harness.RowsOf(task.Id).Where(action => action.Name != "success").ToArray();
        Assert.All(actions, action => Assert.Equal(RunStatus.Success, action.Status));
        var expected = _definitions[task.Application].Actions.Select(action => action.Name)
            .Concat(actions.Where(action => !action.Result.IsEmpty).SelectMany(action => DefinitionReader.ReadOutput(action.Result.Utf8).Actions).Select(action => action.Name));
        Assert.Equal(expected.Order(StringComparer.Ordinal), actions.Select(action => action.Name).Order(StringComparer.Ordinal));
    }

    private void Deploy()
    {
        var count = 1 + _random.Next(6);
        var actions = Enumerable.Range(0, count).Select(i => $$"""
            {"name": "a{{i}}", "main": "x"{{Retry()}}, "cache": {{(_random.Next(3) == 0 ? "true" : "false")}}, "condition": [{{string.Join(",", Enumerable.Range(0, i).Where(_ => _random.Next(3) == 0).Select(j => $"\"a{j}\""))}}]}
            """);
        var events = _random.Next(2) == 0 ? "" : $$$""", "event_actions": {"success": {"main": "s"{{{Retry()}}} }, "fail": {"main": "f"{{{Retry()}}} } }""";
        var limit = _random.Next(2) == 0 ? "" : $", \"max_running_tasks\": {1 + _random.Next(3)}";
        var app = _harness.Deploy($$"""{"actions": [{{string.Join(",", actions)}}], "output_action": "a0"{{events}}{{limit}}}""");
        _applications.Add(app);
    }

    private string Retry() => _random.Next(5) switch
    {
        0 => ", \"retry\": {\"attempts\": 3}",
        1 => $", \"retry\": {{\"attempts\": {1 + _random.Next(4)}, \"backoff\": {{\"delay\": {_random.Next(6)}, \"factor\": 3, \"max\": 20}}}}",
        2 => ", \"retry\": {\"attempts\": 2, \"backoff\": 2.5, \"on_exit_codes\": [75]}",
        _ => "",
    };

    private void Submit()
    {
        var task = _harness.Submit(_applications[_random.Next(_applications.Count)], priority: _random.Next(3) == 0 ? _random.Next(-2, 3) : 0);
        if (_harness.Describe(task)?.HeldBy is not null) Held++;
    }

    private void RunAgain()
    {
        var task = _harness.Tasks.Values.ElementAtOrDefault(_random.Next(_harness.Tasks.Count + 1));
        if (task is null) return;
        var before = task.State;
        var recovers = _random.Next(2) == 0;
        var refusal = recovers ? _harness.Recover(task.Id) : _harness.Rerun(task.Id);
        var expected = before.Stage != RunStage.Finished ? ErrorCode.TaskStillRunning : recovers && before.Status == RunStatus.Success ? ErrorCode.TaskAlreadySuccess : (ErrorCode?)null;
        Assert.Equal(expected, refusal?.Code);
        if (refusal is not null) return;
        if (recovers) Recovers++;
        else Reruns++;
    }

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
        node.Session = new SessionId(++_sessions);
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
        if (_random.Next(15) == 0) return Failure();
        if (_random.Next(5) == 0) return MachineHarness.Success() with { Artifacts = [new Artifact("a", $"content-{_random.Next(4)}", 1), new Artifact("b", $"{assignment.Attempt}", 1)] };
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

    private ActionResult Failure() => new()
    {
        ReturnCode = _random.Next(2) == 0 ? 1 : 75,
        Failure = new ActionFailure(_random.Next(2) == 0 ? ActionFailureKind.Exit : (ActionFailureKind)_random.Next((int)ActionFailureKind.HandedBack + 1), "it broke"),
    };

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
            var action = (run.Assignment.Attempt.Task, run.Assignment.Attempt.Action);
            Assert.True(run.Assignment.Attempt.Attempt > _sent.GetValueOrDefault(action), $"{run.Assignment.Attempt} was sent after number {_sent.GetValueOrDefault(action)}.");
            _sent[action] = run.Assignment.Attempt.Attempt;
            foreach (var condition in run.Assignment.Conditions) Assert.Equal(_harness.Actions[(action.Task, condition.Action)].Artifacts.AsEnumerable(), condition.Artifacts);
            var row = _harness.Actions[action];
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
                Check(_harness.Tasks[update.Task], update.State);
                break;
            case StoreChange.RestartTask restart:
                Assert.Equal(RunStage.Finished, _harness.Tasks[restart.Task].State.Stage);
                Assert.True(restart.State.AttemptBase >= _harness.RowsOf(restart.Task).Select(row => row.Attempt).DefaultIfEmpty().Max());
                foreach (var action in _waitsFor.Keys.Where(key => key.Item1 == restart.Task).ToArray()) _waitsFor.Remove(action);
                break;
            case StoreChange.DeleteAction delete:
                Assert.Contains(delete.Name, (string[])["success", "fail"]);
                Assert.Equal(RunStage.Recovering, _harness.Tasks[delete.Task].State.Stage);
                break;
            case StoreChange.SaveAction save:
                Check(save.Action);
                break;
        }
    }

    private void Check(TaskRecord task, TaskState next)
    {
        if (task.State.Stage == RunStage.Finished) Assert.Equal((RunStage.Recovering, true), (next.Stage, task.State.Status != RunStatus.Success));
        if (next.Stage == RunStage.Finished) Assert.All(_harness.RowsOf(task.Id), row => Assert.Equal((RunStage.Finished, null), (row.Stage, row.RetryAt)));
        if (next.Stage != RunStage.Running || task.State.Stage is not (RunStage.Pending or RunStage.Recovering)) return;
        var running = _harness.Tasks.Values.Count(other => other.Application == task.Application && other.State.Stage is RunStage.Running or RunStage.Stopping && other.Id != task.Id);
        Assert.True(running < (_definitions[task.Application].MaxRunningTasks ?? int.MaxValue), $"{running} tasks of the application run already.");
    }

    private void Check(ActionRecord action)
    {
        _history.Add(action.Stage);
        var before = _harness.Actions.GetValueOrDefault((action.Task, action.Name));
        var task = _harness.Tasks[action.Task];
        Assert.NotEqual(RunStage.Finished, task.State.Stage);
        Assert.True(action.Attempt >= (before?.Attempt ?? 0));
        Assert.Equal(action.Earlier.Select(earlier => earlier.Attempt).Distinct().Order(), action.Earlier.Select(earlier => earlier.Attempt));
        // Only a recover takes up again what was recorded as ended, and never a success.
        if (before?.Stage == RunStage.Finished) Assert.Equal((RunStage.Recovering, RunStage.Pending, true), (task.State.Stage, action.Stage, before.Status != RunStatus.Success));
        if (action.Stage == RunStage.Pending && action.RetryAt is null) Requeued++;
        if (action.RetryAt is not null) Retried++;
        if (action.Cached is { } source) CheckHit(action, source, before);
        if (action is { Stage: RunStage.Running } && action.Attempt > (before?.Attempt ?? 0)) CheckStart(action, before);
        if (action is not { Stage: RunStage.Finished, Status: RunStatus.Success } || action.Result.IsEmpty) return;
        foreach (var generated in DefinitionReader.ReadOutput(action.Result.Utf8).Actions)
        {
            Generated++;
            Waits(action.Task, generated.Name).UnionWith(generated.Condition);
            if (generated.ToAction is { } follower) Waits(action.Task, follower).Add(generated.Name);
        }
    }

    private void CheckStart(ActionRecord action, ActionRecord? before)
    {
        Assert.True(before?.RetryAt is null || before.RetryAt <= _harness.Now, "An action was run again too early.");
        var (definition, task) = (_definitions[_harness.Tasks[action.Task].Application], _harness.Tasks[action.Task]);
        var written = definition.Actions.FirstOrDefault(one => one.Name == action.Name) ?? (action.Name == "success" ? definition.OnSuccess : action.Name == "fail" ? definition.OnFail : null);
        Assert.True(action.Retries < (written?.Retry?.Attempts ?? 1), "An action was run again more often than it may be.");
        // Every node takes every action here, so nothing may start while something of a higher priority waits for a slot.
        Assert.DoesNotContain(_harness.Tasks.Values, other =>
            other.State.Stage == RunStage.Pending && other.Priority > task.Priority && _definitions[other.Application].MaxRunningTasks is null);
        var node = _nodes.Single(node => node.Description.Id == action.Node);
        Assert.NotNull(node.Session);
        Assert.True(
            _harness.Actions.Values.Count(other => other.Node == action.Node && other.Stage == RunStage.Running && other.Name + other.Task != action.Name + action.Task) < node.Description.Slots,
            "A node was given more than its slots.");
        if (action.Name is "success" or "fail") return;
        foreach (var condition in Waits(action.Task, action.Name).Concat(written?.Condition ?? []))
            Assert.Equal(RunStatus.Success, _harness.Actions[(action.Task, condition)].Status);
    }

    // It never ran, and its result is one that an action of its application which may be cached had, with what this one waits for met.
    private void CheckHit(ActionRecord action, CacheSource source, ActionRecord? before)
    {
        if (before?.Cached is null) Hits++;
        Assert.Equal((RunStage.Finished, RunStatus.Success, null), (action.Stage, action.Status, action.Node));
        Assert.True(_sent.GetValueOrDefault((action.Task, action.Name)) < action.Attempt, $"{action.Task}/{action.Name}#{action.Attempt} ran.");
        var app = _harness.Tasks[action.Task].Application;
        Assert.True(_definitions[app].Actions.Single(written => written.Name == action.Name).Cache);
        Assert.Contains(_harness.CacheEntries.Values, entry => entry.Source == source && entry.Application == app && entry.Result == action.Result && entry.Artifacts == action.Artifacts);
        foreach (var condition in Waits(action.Task, action.Name).Concat(_definitions[app].Actions.Single(written => written.Name == action.Name).Condition))
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
                    Held[stop.Attempt] = random.Next(5) == 0 ? MachineHarness.Success() : new ActionResult { ReturnCode = (int)stop.Signal, Failure = new ActionFailure(ActionFailureKind.Stopped, "stopped") };
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
