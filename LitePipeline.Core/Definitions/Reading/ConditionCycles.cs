namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Finds actions that wait for each other.</summary>
internal static class ConditionCycles
{
    private const int Shown = 12;

    /// <summary>Finds cycles that have no action in common: none where there is no cycle, at least one where there is any. Linear.</summary>
    /// <param name="conditions">By action, the indexes of the actions that it waits for.</param>
    /// <returns>Each cycle as indexes, every one waiting for the next and the last for the first, from the least index on.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Find(IReadOnlyList<int[]> conditions)
    {
        var blocked = Blocked(conditions);
        // Whoever is blocked waits for another that is; following these must come back to where it has been.
        var cycles = new List<IReadOnlyList<int>>();
        var walk = new int[conditions.Count];
        for (var start = 0; start < conditions.Count; start++)
        {
            if (!blocked[start] || walk[start] != 0) continue;
            var path = new List<int>();
            var at = start;
            while (walk[at] == 0)
            {
                walk[at] = start + 1;
                path.Add(at);
                at = Array.Find(conditions[at], next => blocked[next]);
            }
            if (walk[at] == start + 1) cycles.Add(FromLeast(path[path.IndexOf(at)..]));
        }
        return cycles;
    }

    /// <summary>Writes a cycle as <c>a -> b -> a</c>; a long one is shortened.</summary>
    public static string Describe(IReadOnlyList<int> cycle, Func<int, string> name) =>
        cycle.Count <= Shown
            ? string.Join(" -> ", cycle.Append(cycle[0]).Select(name))
            : string.Join(" -> ", cycle.Take(Shown).Select(name)) + $" -> ({cycle.Count - Shown} more) -> " + name(cycle[0]);

    /// <summary>Who never starts, because it is in a cycle or behind one.</summary>
    private static bool[] Blocked(IReadOnlyList<int[]> conditions)
    {
        var followers = new List<int>?[conditions.Count];
        var waits = new int[conditions.Count];
        var ready = new Queue<int>();
        for (var i = 0; i < conditions.Count; i++)
        {
            waits[i] = conditions[i].Length;
            if (waits[i] == 0) ready.Enqueue(i);
            foreach (var earlier in conditions[i]) (followers[earlier] ??= []).Add(i);
        }
        while (ready.TryDequeue(out var done))
        {
            foreach (var follower in followers[done] ?? [])
            {
                if (--waits[follower] == 0) ready.Enqueue(follower);
            }
        }
        return Array.ConvertAll(waits, count => count > 0);
    }

    private static List<int> FromLeast(List<int> cycle)
    {
        var least = cycle.IndexOf(cycle.Min());
        return [.. cycle[least..], .. cycle[..least]];
    }
}
