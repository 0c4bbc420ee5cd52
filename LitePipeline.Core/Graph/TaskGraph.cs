using System.Collections.Immutable;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Scheduling;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Graph;

/// <summary>A task's actions and what waits for what. An action is ready when its count of unmet conditions reaches 0; no list is ever scanned.</summary>
internal sealed class TaskGraph
{
    private readonly ApplicationPlan _plan;
    private readonly List<ActionRun> _actions;
    private Dictionary<string, int>? _generated;

    public TaskGraph(TaskRun task)
    {
        _plan = task.Version.Plan;
        _actions = new List<ActionRun>(_plan.Actions.Length);
        for (var place = 0; place < _plan.Actions.Length; place++)
        {
            var action = _plan.Actions[place];
            var requirement = task.Targets?.GetValueOrDefault(action.Name) is { } target
                ? NodeRequirement.Of(action, target)
                : _plan.Requirements[place];
            _actions.Add(new ActionRun(task, action, requirement, place) { Unmet = action.Condition.Length });
        }
    }

    public IReadOnlyList<ActionRun> Actions => _actions;

    public int Succeeded { get; private set; }

    public bool IsComplete => Succeeded == _actions.Count;

    public ActionRun? Find(string name) => TryFind(name, out var place) ? _actions[place] : null;

    /// <summary>What an action waits for, in the order in which it was asked for.</summary>
    public IEnumerable<ActionRun> ConditionsOf(ActionRun action)
    {
        foreach (var name in action.Definition.Condition)
        {
            TryFind(name, out var place);
            yield return _actions[place];
        }

        if (action.AddedConditions is not { } added) yield break;
        foreach (var place in added) yield return _actions[place];
    }

    /// <summary>Says why these actions cannot join the task; null when they can.</summary>
    public string? FindProblem(ImmutableArray<ActionDefinition> generated)
    {
        var names = new Dictionary<string, int>(generated.Length, StringComparer.Ordinal);
        foreach (var action in generated)
        {
            if (!names.TryAdd(action.Name, names.Count)) return $"It generated two actions named '{action.Name}'; give each a name of its own.";
            if (TryFind(action.Name, out _)) return $"It generated an action named '{action.Name}', which the task has already; give it another name.";
            if (action.Name is ApplicationDefinition.SuccessEvent or ApplicationDefinition.FailEvent) return $"It generated an action named '{action.Name}', which is the name of an event action; give it another name.";
            if (ActionLimits.FindProblem(action) is { } problem) return $"Its generated action '{action.Name}' has {problem}.";
        }

        foreach (var action in generated)
        {
            foreach (var condition in action.Condition)
            {
                if (!names.ContainsKey(condition) && !TryFind(condition, out _)) return $"Its generated action '{action.Name}' has the condition '{condition}', which is no action of the task.";
            }

            if (action.ToAction is not { } follower || names.ContainsKey(follower)) continue;
            if (Find(follower) is not { } existing) return $"Its generated action '{action.Name}' names to_action '{follower}', which is no action of the task.";
            if (existing.Stage != RunStage.Pending || existing.HasStarted) return $"Its generated action '{action.Name}' names to_action '{follower}', which has started already; only an action that still waits can wait for more.";
        }

        return ExpansionCycle.Find(this, generated, names) is { } cycle
            ? $"Its generated actions wait for each other in a circle: {string.Join(" -> ", cycle)}."
            : null;
    }

    /// <summary>Adds actions that <see cref="FindProblem"/> found no fault with.</summary>
    public void Expand(TaskRun task, ImmutableArray<ActionDefinition> generated)
    {
        if (generated.IsEmpty) return;
        _generated ??= new Dictionary<string, int>(generated.Length, StringComparer.Ordinal);
        _actions.EnsureCapacity(_actions.Count + generated.Length);
        var first = _actions.Count;
        foreach (var action in generated)
        {
            _generated.Add(action.Name, _actions.Count);
            var requirement = NodeRequirement.Of(action, task.Targets?.GetValueOrDefault(action.Name));
            _actions.Add(new ActionRun(task, action, requirement, _actions.Count));
        }

        for (var place = first; place < _actions.Count; place++)
        {
            var action = _actions[place];
            foreach (var condition in action.Definition.Condition)
            {
                TryFind(condition, out var before);
                if (_actions[before].Status == RunStatus.Success) continue;
                (_actions[before].AddedFollowers ??= []).Add(place);
                action.Unmet++;
            }

            if (action.Definition.ToAction is not { } follower) continue;
            TryFind(follower, out var after);
            (action.AddedFollowers ??= []).Add(after);
            (_actions[after].AddedConditions ??= []).Add(place);
            _actions[after].Unmet++;
        }
    }

    /// <summary>Counts an action that has succeeded and adds to <paramref name="ready"/> those that waited for nothing else.</summary>
    public void Complete(ActionRun action, List<ActionRun> ready)
    {
        Succeeded++;
        if (action.Index < _plan.Followers.Length)
        {
            foreach (var place in _plan.Followers[action.Index]) Met(place, ready);
        }

        if (action.AddedFollowers is not { } added) return;
        foreach (var place in added) Met(place, ready);
    }

    public bool TryFind(string name, out int place) =>
        _plan.Places.TryGetValue(name, out place) || (_generated is not null && _generated.TryGetValue(name, out place));

    public IEnumerable<int> FollowersOf(int place)
    {
        var configured = place < _plan.Followers.Length ? _plan.Followers[place] : [];
        return _actions[place].AddedFollowers is { } added ? configured.Concat(added) : configured;
    }

    private void Met(int place, List<ActionRun> ready)
    {
        if (--_actions[place].Unmet == 0) ready.Add(_actions[place]);
    }
}
