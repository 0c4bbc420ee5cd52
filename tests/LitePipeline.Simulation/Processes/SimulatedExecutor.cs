using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;
using LitePipeline.Simulation.Time;

namespace LitePipeline.Simulation.Processes;

/// <summary>Runs actions as processes of the node's machine, which outlive the node's own process.</summary>
internal sealed class SimulatedExecutor(World world, SimulatedNode node, SimulatedProcess agent) : IActionExecutor
{
    public bool CanRun(ActionDefinition action) => true;

    public Task<IRunningAction> StartAsync(ActionStart start, CancellationToken cancellationToken)
    {
        world.CheckThread();
        var started = new TaskCompletionSource<IRunningAction>();
        // The time that it takes to have its package and workspace ready is before the start.
        world.Scheduler.After(world.Random.Next(20) == 0 ? world.Between(1, 15) : world.Between(0.001, 0.1), agent, () =>
            started.SetResult(node.Processes.Start(start.Assignment, agent)));
        return started.Task;
    }

    public Task EndLeftoverAsync(string workspace, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource();
        node.Processes.KillAll();
        world.Scheduler.After(world.Between(0.01, 0.5), agent, ended.SetResult);
        return ended.Task;
    }
}

/// <summary>The processes of one machine.</summary>
internal sealed class ProcessTable(World world, SimulatedNode node)
{
    private readonly List<ActionProcess> _running = [];

    public IReadOnlyList<ActionProcess> Running => _running;

    public ActionProcess Start(ActionAssignment assignment, SimulatedProcess agent)
    {
        var process = new ActionProcess(world, assignment, agent, ended => _running.Remove(ended));
        world.Trace.Note($"{node.Name}: {assignment.Attempt} starts");
        world.History.Started(assignment);
        _running.Add(process);
        return process;
    }

    /// <summary>Ends all that runs, at once.</summary>
    public void KillAll()
    {
        foreach (var process in _running.ToArray()) process.Die();
    }
}

/// <summary>An action's process.</summary>
internal sealed class ActionProcess : IRunningAction
{
    private readonly World _world;
    private readonly Behaviour _behaviour;
    private readonly Action<ActionProcess> _gone;
    private readonly TaskCompletionSource<ActionExit> _completion = new();
    private Happening _end;
    private bool _isEnding, _isKilled, _isOver;

    public ActionProcess(World world, ActionAssignment assignment, SimulatedProcess agent, Action<ActionProcess> gone)
    {
        (_world, Assignment, Agent, _gone) = (world, assignment, agent, gone);
        _behaviour = world.BehaviourOf(assignment);
        _end = world.Scheduler.After(_behaviour.Duration, null, () => End(_behaviour.ExitCode));
    }

    public ActionAssignment Assignment { get; }

    /// <summary>The node's process that started it.</summary>
    public SimulatedProcess Agent { get; }

    public Task<ActionExit> Completion => _completion.Task;

    public void Signal(StopSignal signal)
    {
        if (_isOver || _isKilled) return;
        if (signal == StopSignal.Kill)
        {
            _isKilled = true;
            EndAfter(_world.Between(0, 0.05), -9);
        }
        else if (!_isEnding && _behaviour.EndsOnTerminate is { } time)
        {
            _isEnding = true;
            EndAfter(time, _behaviour.SucceedsOnTerminate ? 0 : -15);
        }
    }

    public void Die()
    {
        _end.Cancel();
        _isOver = true;
        _gone(this);
    }

    public ValueTask DisposeAsync() => default;

    private void EndAfter(TimeSpan time, int code)
    {
        _end.Cancel();
        _end = _world.Scheduler.After(time, null, () => End(code));
    }

    private void End(int code)
    {
        _isOver = true;
        _gone(this);
        _world.Trace.Note($"{Assignment.Attempt} ends with {code}");
        if (Agent.IsAlive) _completion.SetResult(code == 0 ? Success() : new ActionExit { ReturnCode = code, Failure = new ActionFailure(ActionFailureKind.Exit, $"It ended with {code}.") });
    }

    private ActionExit Success()
    {
        var sum = Behaviour.Sum(Assignment.Action.Name, Assignment.TaskInput, Assignment.Conditions.Select(condition => (condition.Action, Behaviour.Read(condition.Data)?.Sum ?? 0)));
        return new ActionExit { ReturnCode = 0, Output = new ActionOutput(Behaviour.Output(Assignment.Attempt, sum), _behaviour.Generates) };
    }
}
