using System.Collections.Immutable;

namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Checks the conditions of a list's items together: each names another item, and none waits for itself in the end.</summary>
internal static class ConditionRules
{
    // Looking for a similar name costs as much as there are names.
    private const int MostNamesToSuggestFrom = 1000;

    /// <summary>What the rules see of an item.</summary>
    public readonly record struct Item(string Name, ImmutableArray<string> Condition);

    /// <param name="items">The items; null for one that cannot be used.</param>
    /// <param name="places">All names as written.</param>
    /// <param name="path">Where the list is.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="noun">What an item is.</param>
    public static void Check(Item?[] items, Dictionary<string, int> places, JsonPath path, ProblemList problems, string noun)
    {
        var conditions = new int[items.Length][];
        for (var i = 0; i < items.Length; i++) conditions[i] = items[i] is { } item ? Resolve(item, i, places, path, problems, noun) : [];
        foreach (var cycle in ConditionCycles.Find(conditions))
        {
            var next = items[cycle[1]]!.Value.Name;
            problems.Add(
                path.Item(cycle[0]).Member("condition").Item(items[cycle[0]]!.Value.Condition.IndexOf(next)),
                $"closes a cycle, in which no {noun} could ever start: {ConditionCycles.Describe(cycle, i => items[i]!.Value.Name)} (each waits for the next); remove one of these conditions.");
        }
    }

    /// <summary>The end of a report that a name is none of the list's: what it was meant to be, where that can be told.</summary>
    public static string Hint(string name, Dictionary<string, int>.KeyCollection names) =>
        names.Count <= MostNamesToSuggestFrom && Spelling.Nearest(name, names) is { } near ? $"; did you mean '{near}'?" : "; name one of them.";

    private static int[] Resolve(Item item, int self, Dictionary<string, int> places, JsonPath path, ProblemList problems, string noun)
    {
        var earlier = new List<int>(item.Condition.Length);
        for (var i = 0; i < item.Condition.Length; i++)
        {
            var name = item.Condition[i];
            if (name.Length == 0 || name == item.Name) continue;
            if (places.TryGetValue(name, out var place))
            {
                if (place != self) earlier.Add(place);
            }
            else problems.Add(path.Item(self).Member("condition").Item(i), $"names '{name}', which is not one of the {noun}s{Hint(name, places.Keys)}");
        }
        return [.. earlier];
    }
}
