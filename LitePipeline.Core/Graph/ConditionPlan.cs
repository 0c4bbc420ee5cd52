using System.Collections.Frozen;
using System.Collections.Immutable;

namespace LitePipeline.Core.Graph;

/// <summary>What waits for what, ready to be counted down: names resolved to places, followers listed.</summary>
internal sealed class ConditionPlan
{
    /// <param name="items">Names, and the names that each waits for; all of them are names of the list, and no circle is among them.</param>
    public ConditionPlan(IReadOnlyList<(string Name, ImmutableArray<string> Condition)> items)
    {
        Places = items.Select((item, place) => KeyValuePair.Create(item.Name, place)).ToFrozenDictionary(StringComparer.Ordinal);
        var followers = items.Select(_ => new List<int>()).ToArray();
        for (var place = 0; place < items.Count; place++)
        {
            foreach (var condition in items[place].Condition) followers[Places[condition]].Add(place);
        }

        Followers = [.. followers.Select(list => list.ToArray())];
        Roots = [.. Enumerable.Range(0, items.Count).Where(place => items[place].Condition.IsEmpty)];
    }

    public FrozenDictionary<string, int> Places { get; }

    /// <summary>By place, the places of those that wait for it.</summary>
    public int[][] Followers { get; }

    /// <summary>The places of those that wait for nothing.</summary>
    public int[] Roots { get; }
}
