namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Recognises a word that was meant to be another one.</summary>
internal static class Spelling
{
    private const int MaxLength = 64;

    /// <summary>Whether two names differ only in upper and lower case and in what separates their words.</summary>
    public static bool IsSameWord(string written, string known) => Bare(written) == Bare(known);

    /// <summary>
    /// Whether <paramref name="written"/> looks like a slip for <paramref name="known"/>. Short words are near to many others
    /// (<c>mail</c> is not <c>main</c>), so for them only a letter too many, too few or swapped counts.
    /// </summary>
    public static bool IsSlip(string written, string known)
    {
        if (written.Length > MaxLength || known.Length > MaxLength) return false;
        var (a, b) = (Bare(written), Bare(known));
        if (a == b) return true;
        if (a == b + "s") return true;
        if (IsSwap(a, b)) return true;
        return b.Length switch
        {
            <= 3 => false,
            4 => a.Length != b.Length && Distance(a, b) == 1,
            <= 6 => Distance(a, b) == 1,
            _ => Distance(a, b) <= 2,
        };
    }

    /// <summary>The candidate that <paramref name="written"/> most likely means; null where none is near.</summary>
    public static string? Nearest(string written, IEnumerable<string> candidates)
    {
        string? best = null;
        var bestDistance = Math.Max(1, written.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - written.Length) >= bestDistance || candidate.Length > MaxLength || written.Length > MaxLength) continue;
            var distance = IsSameWord(written, candidate) ? 0 : Distance(written, candidate);
            if (distance >= bestDistance) continue;
            (best, bestDistance) = (candidate, distance);
        }
        return best;
    }

    private static string Bare(string name) =>
        string.Concat(name.Where(c => c is not ('_' or '-' or ' ' or '.')).Select(char.ToLowerInvariant));

    private static bool IsSwap(string a, string b)
    {
        if (a.Length != b.Length) return false;
        var first = a.AsSpan().CommonPrefixLength(b);
        return first + 1 < a.Length && a[first] == b[first + 1] && a[first + 1] == b[first]
            && a.AsSpan(first + 2).SequenceEqual(b.AsSpan(first + 2));
    }

    /// <summary>How many letters must be added, removed, replaced or swapped with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        var (before, previous, current) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++) previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) current[j] = Math.Min(current[j], before[j - 2] + 1);
            }
            (before, previous, current) = (previous, current, before);
        }
        return previous[b.Length];
    }
}
