using System.Collections.Immutable;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Graph;

/// <summary>Looks for a circle that generated actions would close.</summary>
/// <remarks>
/// Only generated actions get new edges, so a circle goes through one of them. The walk starts there and follows what waits
/// for what; in the common case (generated actions that wait for nothing, one follower) it visits each once.
/// </remarks>
internal static class ExpansionCycle
{
    private enum Mark : byte { Open, Closed }

    /// <summary>The names along a circle, the first one again at its end; null for none.</summary>
    public static IReadOnlyList<string>? Find(TaskGraph graph, ImmutableArray<ActionDefinition> generated, Dictionary<string, int> names)
    {
        if (!MayClose(graph, generated, names)) return null;
        var followers = AddedEdges(graph, generated);
        var marks = new Dictionary<string, Mark>(StringComparer.Ordinal);
        var path = new Stack<(string Name, IEnumerator<string> Next)>();
        foreach (var action in generated)
        {
            if (marks.ContainsKey(action.Name)) continue;
            Enter(action.Name);
            while (path.TryPeek(out var top))
            {
                if (!top.Next.MoveNext())
                {
                    marks[top.Name] = Mark.Closed;
                    path.Pop();
                }
                else if (!marks.TryGetValue(top.Next.Current, out var mark)) Enter(top.Next.Current);
                else if (mark == Mark.Open) return CircleTo(top.Next.Current);
            }
        }

        return null;

        void Enter(string name)
        {
            marks[name] = Mark.Open;
            path.Push((name, FollowersOf(name).GetEnumerator()));
        }

        IEnumerable<string> FollowersOf(string name)
        {
            if (followers.TryGetValue(name, out var added))
            {
                foreach (var follower in added) yield return follower;
            }

            if (!graph.TryFind(name, out var place)) yield break;
            foreach (var follower in graph.FollowersOf(place)) yield return graph.Actions[follower].Name;
        }

        string[] CircleTo(string name) =>
            [name, .. path.Select(step => step.Name).TakeWhile(step => step != name).Reverse(), name];
    }

    // Where generated actions wait only for what has ended, nothing leads back to them.
    private static bool MayClose(TaskGraph graph, ImmutableArray<ActionDefinition> generated, Dictionary<string, int> names)
    {
        foreach (var action in generated)
        {
            if (action.ToAction is { } follower && names.ContainsKey(follower)) return true;
            foreach (var condition in action.Condition)
            {
                if (names.ContainsKey(condition) || graph.Find(condition)!.Status != RunStatus.Success) return true;
            }
        }

        return false;
    }

    private static Dictionary<string, List<string>> AddedEdges(TaskGraph graph, ImmutableArray<ActionDefinition> generated)
    {
        var edges = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var action in generated)
        {
            foreach (var condition in action.Condition) Add(condition, action.Name);
            if (action.ToAction is { } follower) Add(action.Name, follower);
        }

        return edges;

        void Add(string from, string to)
        {
            if (!edges.TryGetValue(from, out var list)) edges.Add(from, list = []);
            list.Add(to);
        }
    }
}
