using System.Collections.Immutable;
using LitePipeline.Core.Definitions.Reading;

namespace LitePipeline.Core.Nodes;

/// <summary>The rules of a node's labels: free names and texts that actions ask for in <c>target_env</c>.</summary>
public static class NodeLabels
{
    private const int LongestName = 63;
    private const int LongestText = 255;

    /// <summary>Says what is wrong with a label and what to do; null where nothing is.</summary>
    public static string? FindProblem(string name, string text)
    {
        if (name is null or "" || name.Length > LongestName || !name.All(IsNameCharacter))
            return $"is no name for a label; take 1 to {LongestName} letters, digits, '.', '_', '-' and '/'.";
        if (TargetReader.Members.IndexOf(name) >= 0) return "is a member of target_env of its own and cannot be a label; choose another name.";
        if (TargetReader.Members.Meant(name, static (int index) => false) is { } meant) return $"looks like '{meant}' in target_env and could not be asked for; choose another name.";
        if (string.IsNullOrEmpty(text) || text.Length > LongestText || text.Any(char.IsControl))
            return $"must have a text of 1 to {LongestText} characters without control characters.";
        return null;
    }

    internal static bool Same(ImmutableDictionary<string, string>? a, ImmutableDictionary<string, string>? b)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a is null || b is null || a.Count != b.Count) return false;
        foreach (var (name, text) in a)
        {
            if (!b.TryGetValue(name, out var other) || other != text) return false;
        }

        return true;
    }

    // The order of the labels says nothing.
    internal static int Hash(ImmutableDictionary<string, string>? labels)
    {
        var hash = 0;
        if (labels is null) return hash;
        foreach (var (name, text) in labels) hash ^= HashCode.Combine(name, text);
        return hash;
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/';
}
