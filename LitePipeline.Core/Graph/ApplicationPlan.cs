using System.Collections.Frozen;
using System.Collections.Immutable;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Scheduling;

namespace LitePipeline.Core.Graph;

/// <summary>A definition made ready to run: names resolved to places, followers listed. Made once for a version, shared by all of its tasks.</summary>
internal sealed class ApplicationPlan
{
    private readonly ConditionPlan _conditions;

    public ApplicationPlan(ApplicationDefinition definition)
    {
        Definition = definition;
        Actions = [.. definition.Actions];
        Requirements = [.. Actions.Select(action => NodeRequirement.Of(action))];
        _conditions = new ConditionPlan([.. Actions.Select(action => (action.Name, action.Condition))]);
        HasCachedRoot = Roots.Any(place => Actions[place].Cache);
        RootRequirements = [.. Roots.Select(place => Requirements[place]).Distinct()];
    }

    public ApplicationDefinition Definition { get; }

    public ActionDefinition[] Actions { get; }

    public FrozenDictionary<string, int> Places => _conditions.Places;

    public NodeRequirement[] Requirements { get; }

    public int[][] Followers => _conditions.Followers;

    public int[] Roots => _conditions.Roots;

    /// <summary>Whether one of the first actions may be cached: then a task need not wait for a slot to begin.</summary>
    public bool HasCachedRoot { get; }

    /// <summary>What the first actions ask of a node: a task that has not begun waits in these queues.</summary>
    public ImmutableArray<NodeRequirement> RootRequirements { get; }
}
