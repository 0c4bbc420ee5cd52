using System.Collections.Frozen;
using System.Collections.Immutable;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Scheduling;

namespace LitePipeline.Core.Graph;

/// <summary>A definition made ready to run: names resolved to places, followers listed. Made once for a version, shared by all of its tasks.</summary>
internal sealed class ApplicationPlan
{
    public ApplicationPlan(ApplicationDefinition definition)
    {
        Definition = definition;
        Actions = [.. definition.Actions];
        Places = Actions.Select((action, place) => KeyValuePair.Create(action.Name, place)).ToFrozenDictionary(StringComparer.Ordinal);
        Requirements = [.. Actions.Select(action => NodeRequirement.Of(action))];

        var followers = Actions.Select(_ => new List<int>()).ToArray();
        for (var place = 0; place < Actions.Length; place++)
        {
            foreach (var condition in Actions[place].Condition) followers[Places[condition]].Add(place);
        }

        Followers = [.. followers.Select(list => list.ToArray())];
        Roots = [.. Enumerable.Range(0, Actions.Length).Where(place => Actions[place].Condition.IsEmpty)];
        RootRequirements = [.. Roots.Select(place => Requirements[place]).Distinct()];
    }

    public ApplicationDefinition Definition { get; }

    public ActionDefinition[] Actions { get; }

    public FrozenDictionary<string, int> Places { get; }

    public NodeRequirement[] Requirements { get; }

    public int[][] Followers { get; }

    public int[] Roots { get; }

    /// <summary>What the first actions ask of a node: a task that has not begun waits in these queues.</summary>
    public ImmutableArray<NodeRequirement> RootRequirements { get; }
}
