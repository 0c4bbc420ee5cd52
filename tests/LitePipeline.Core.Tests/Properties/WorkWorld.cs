using System.Text;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Tests.Manager;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Core.Tests.Properties;

/// <summary>Works of random workflows under a seed: failures, stops, restarts, reruns, recovers, applications and tasks that go. Each step checks the promises.</summary>
internal sealed class WorkWorld
{
    private const int Workflows = 3;

    private readonly Random _random;
    private readonly MachineHarness _harness = new();
    private readonly NodeDescription _node;
    private readonly List<AppId> _applications = [];
    private readonly WorkflowId[] _workflows = new WorkflowId[Workflows];
    private readonly Dictionary<AttemptKey, bool> _running = [];
    private readonly HashSet<(WorkId Work, int Run, string Name)> _started = [];
    private readonly HashSet<(WorkId Work, int Run)> _decided = [];
    private HashCode _history;
    private SessionId _session;

    public WorkWorld(int seed)
    {
        _random = new Random(seed);
        _node = MachineHarness.Describe(new NodeId(_harness.NewId()), slots: 3);
        _harness.OnChange = Check;
        _harness.OnEffect = CarryOut;
        _session = _harness.Join(_node);
        for (var i = 0; i < 4; i++) _applications.Add(Deploy());
        for (var i = 0; i < Workflows; i++) _workflows[i] = DeployWorkflow();
    }

    public int Works => _harness.Works.Count;

    public int Reruns { get; private set; }

    public int Recovers { get; private set; }

    public int TasksAgain { get; private set; }

    public int Events { get; private set; }

    public Dictionary<RunStatus, int> Ends { get; } = [];

    /// <summary>Runs the seed's life and returns a hash of all that was decided.</summary>
    public int Run(int steps)
    {
        for (var i = 0; i < steps; i++) Step();
        Heal();
        return _history.ToHashCode();
    }

    private void Step()
    {
        switch (_random.Next(100))
        {
            case < 12: Submit(); break;
            case < 70: EndOne(); break;
            case < 73: StopWork(); break;
            case < 75: StopTask(); break;
            case < 79: Restart(); break;
            case < 83: Rerun(); break;
            case < 91: Recover(); break;
            case < 93: RunTaskAgain(); break;
            case < 95: ReplaceApplication(); break;
            case < 97: DeleteTask(); break;
            case < 98: DeleteWork(); break;
            default: _workflows[_random.Next(Workflows)] = DeployWorkflow(); break;
        }
    }

    // From here on all that runs ends: every work must come to its end, with its event application where it has one.
    private void Heal()
    {
        while (_running.Count > 0) EndOne();
        Assert.All(_harness.Tasks.Values, task => Assert.Equal(RunStage.Finished, task.State.Stage));
        foreach (var work in _harness.Works.Values)
        {
            Assert.Equal(RunStage.Finished, work.State.Stage);
            var definition = DefinitionReader.ReadWorkflow(work.Configuration.Utf8);
            var happening = work.State.Status == RunStatus.Success ? definition.OnSuccess : definition.OnFail;
            var name = work.State.Status == RunStatus.Success ? "success" : "fail";
            Assert.Equal(happening is not null, _harness.Steps.ContainsKey((work.Id, name)));
            Assert.All(_harness.StepsOf(work.Id), step => Assert.Equal(RunStage.Finished, step.Stage));
        }
    }

    private AppId Deploy() => _harness.Deploy("""{"actions": [{"name": "only", "main": "x"}], "output_action": "only"}""");

    private AppId AnyApplication() => _applications[_random.Next(_applications.Count)];

    private WorkflowId DeployWorkflow()
    {
        var count = 1 + _random.Next(6);
        var applications = Enumerable.Range(0, count).Select(i => $$"""
            {"name": "a{{i}}", "app_id": "{{AnyApplication()}}", "condition": [{{string.Join(",", Enumerable.Range(0, i).Where(_ => _random.Next(3) == 0).Select(j => $"\"a{j}\""))}}]}
            """);
        var events = new List<string>();
        if (_random.Next(2) == 0) events.Add($$"""{"success": {"app_id": "{{AnyApplication()}}"}""" + "}");
        else if (_random.Next(2) == 0) events.Add($$"""{"success": {"app_id": "{{AnyApplication()}}"}, "fail": {"app_id": "{{AnyApplication()}}"}""" + "}");
        var members = events.Count == 0 ? "" : $", \"event_applications\": {events[0]}";
        return _harness.DeployWorkflow($$"""{"applications": [{{string.Join(",", applications)}}]{{members}}}""");
    }

    private void Submit() => _harness.SubmitWork(_workflows[_random.Next(Workflows)], $$"""{"x": {{_random.Next(10)}}, "a1": "mine"}""");

    private void EndOne()
    {
        if (_running.Count == 0) return;
        var (attempt, stopped) = _running.ElementAt(_random.Next(_running.Count));
        _running.Remove(attempt);
        _harness.Finish(_session, attempt, (stopped, _random.Next(8)) switch
        {
            (true, _) => new ActionResult { ReturnCode = -9, Failure = new ActionFailure(ActionFailureKind.Stopped, "stopped") },
            (_, 0) => MachineHarness.Failure(),
            (_, 1) => MachineHarness.Success(),
            _ => MachineHarness.Success($$"""{"n": {{_random.Next(1000)}}}"""),
        });
    }

    private T? Any<T>(IEnumerable<T> all) where T : class
    {
        T[] list = [.. all];
        return list.Length == 0 ? null : list[_random.Next(list.Length)];
    }

    private WorkRecord? AnyWork(bool finished) => Any(_harness.Works.Values.Where(work => work.State.Stage == RunStage.Finished == finished));

    private TaskRecord? AnyTask(bool finished) => Any(_harness.Tasks.Values.Where(task => task.State.Stage == RunStage.Finished == finished));

    private void StopWork()
    {
        if (AnyWork(finished: false) is not { } work) return;
        _decided.Add((work.Id, work.State.Run));
        Assert.Null(_harness.Decide(new ManagerInput.StopWork(work.Id, _random.Next(2) == 0 ? StopSignal.Kill : StopSignal.Terminate)).Refusal);
    }

    private void StopTask()
    {
        if (AnyTask(finished: false) is { } task) _harness.Decide(new ManagerInput.StopTask(task.Id, StopSignal.Kill));
    }

    private void Restart()
    {
        _harness.RestartManager();
        _session = _harness.Join(_node, running: [.. _running.Keys]);
    }

    private void Rerun()
    {
        if (AnyWork(finished: true) is not { } work) return;
        var refusal = _harness.RerunWork(work.Id).Refusal;
        if (refusal is null) Reruns++;
        else Assert.Equal(ErrorCode.AppNotExists, refusal.Code);
    }

    private void Recover()
    {
        if (AnyWork(finished: true) is not { } work) return;
        WorkStepRecord[] kept = [.. _harness.StepsOf(work.Id).Where(step => step.Status == RunStatus.Success && step.Name is not ("success" or "fail"))];
        var refusal = _harness.RecoverWork(work.Id).Refusal;
        if (work.State.Status == RunStatus.Success) Assert.Equal(ErrorCode.WorkAlreadySuccess, refusal!.Code);
        if (refusal is not null) return;
        Recovers++;
        Assert.All(kept, step => Assert.Equal(step, _harness.Steps[(step.Work, step.Name)]));
    }

    // A task of a work is run again on its own, be the work finished or not. The manager's door refuses this; a work would not be misled by it.
    private void RunTaskAgain()
    {
        if (AnyTask(finished: true) is not { } task) return;
        var finished = _harness.Finished(task.Id);
        var attempts = finished.Actions.Select(action => action.Attempt).DefaultIfEmpty().Max();
        var refusal = _harness.Decide(_random.Next(2) == 0 ? new ManagerInput.RerunTask(task, attempts) : new ManagerInput.RecoverTask(finished)).Refusal;
        if (refusal is null) TasksAgain++;
    }

    private void ReplaceApplication()
    {
        var place = _random.Next(_applications.Count);
        _harness.Decide(new ManagerInput.DeleteApplication(_applications[place]));
        _applications[place] = Deploy();
        for (var i = 0; i < Workflows; i++) _workflows[i] = DeployWorkflow();
    }

    private void DeleteTask()
    {
        if (AnyTask(finished: true) is { } task) _harness.Decide(new ManagerInput.DeleteTask(task.Id));
    }

    private void DeleteWork()
    {
        if (AnyWork(finished: true) is { } work) Assert.Null(_harness.Decide(new ManagerInput.DeleteWork(work.Id)).Refusal);
    }

    private void CarryOut(ManagerEffect effect)
    {
        _history.Add(effect.GetType());
        switch (effect)
        {
            case ManagerEffect.Send { Message: ManagerMessage.RunAction run }:
                _history.Add(run.Assignment.Attempt);
                _running.Add(run.Assignment.Attempt, false);
                break;
            // The signal comes too late for some.
            case ManagerEffect.Send { Message: ManagerMessage.StopAction stop } when _running.ContainsKey(stop.Attempt) && _random.Next(5) != 0:
                _running[stop.Attempt] = true;
                break;
        }
    }

    private void Check(StoreChange change)
    {
        _history.Add(change.GetType());
        switch (change)
        {
            case StoreChange.AddTask { Task.Work: { } } add: CheckStart(add.Task); break;
            case StoreChange.SaveWorkStep save: Check(save.Step); break;
            case StoreChange.UpdateWork update: Check(_harness.Works[update.Work], update.State); break;
            case StoreChange.RestartWork restart: Check(_harness.Works[restart.Work], restart.State); break;
        }
    }

    private void CheckStart(TaskRecord task)
    {
        var work = _harness.Works[task.Work!.Value];
        Assert.Equal(RunStage.Running, work.State.Stage);
        Assert.True(_started.Add((work.Id, work.State.Run, task.Name)), $"'{task.Name}' was started twice in a run.");
        var definition = DefinitionReader.ReadWorkflow(work.Configuration.Utf8);
        var input = task.Input.ToElement();
        if (task.Name is "success" or "fail")
        {
            Events++;
            Assert.All(_harness.StepsOf(work.Id), step =>
            {
                Assert.Equal(RunStage.Finished, step.Stage);
                Assert.Equal(step.Status!.Value.ToString(), input.GetProperty(step.Name).GetProperty("status").GetString(), ignoreCase: true);
            });
            Assert.Equal(task.Name == "success", Succeeded(work.Id, definition));
            return;
        }

        Assert.DoesNotContain((work.Id, work.State.Run), _decided);
        var application = definition.Applications.Single(one => one.Name == task.Name);
        Assert.Equal(application.Application, task.Application);
        Assert.Equal(_harness.Works[work.Id].Input.ToElement().GetProperty("x").GetInt32(), input.GetProperty("x").GetInt32());
        foreach (var condition in application.Condition)
        {
            var step = _harness.Steps[(work.Id, condition)];
            Assert.Equal(RunStatus.Success, step.Status);
            Assert.Equal(step.Output.IsEmpty ? "{}" : step.Output.ToString(), input.GetProperty(condition).GetRawText());
        }
    }

    private void Check(WorkStepRecord step)
    {
        _history.Add(step);
        var work = _harness.Works[step.Work];
        Assert.NotEqual(RunStage.Finished, work.State.Stage);
        if (step is { Stage: RunStage.Finished, Task: { } task })
        {
            var state = _harness.Tasks[task].State;
            Assert.Equal((RunStage.Finished, step.Status == RunStatus.Success), (state.Stage, state.Status == RunStatus.Success));
        }

        if (step.Status is null or RunStatus.Success || step.Name is "success" or "fail") return;
        // The first failure has a message, and nothing that comes after it has.
        Assert.NotEqual(_decided.Add((work.Id, work.State.Run)), step.Message is null);
    }

    private void Check(WorkRecord work, WorkState state)
    {
        _history.Add(state);
        if (work.State.Stage == RunStage.Finished)
        {
            Assert.Equal((RunStage.Running, work.State.Run + 1), (state.Stage, state.Run));
            return;
        }

        Assert.Equal(work.State.Run, state.Run);
        if (state.Stage != RunStage.Finished) return;
        var steps = _harness.StepsOf(work.Id).ToArray();
        Assert.All(steps, step => Assert.Equal(RunStage.Finished, step.Stage));
        var first = steps.SingleOrDefault(step => step.Status != RunStatus.Success && step.Message is not null && step.Name is not ("success" or "fail"));
        Assert.Equal(first?.Status ?? (state.Status == RunStatus.Success ? RunStatus.Success : RunStatus.Kill), state.Status);
        if (state.Status == RunStatus.Success) Assert.True(Succeeded(work.Id, DefinitionReader.ReadWorkflow(work.Configuration.Utf8)));
        if (state.Status == RunStatus.Kill && first is null) Assert.NotNull(state.StopSignal);
        Ends[state.Status!.Value] = Ends.GetValueOrDefault(state.Status.Value) + 1;
    }

    private bool Succeeded(WorkId work, WorkflowDefinition definition) =>
        definition.Applications.All(application => _harness.Steps.TryGetValue((work, application.Name), out var step) && step.Status == RunStatus.Success);
}
