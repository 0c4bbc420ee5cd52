namespace LitePipeline.Storage.Queries;

/// <summary>A name filter: <c>*</c> stands for any text, every other character for itself; upper and lower case differ.</summary>
internal readonly struct NamePattern(string text)
{
    private const char AnyText = '*';

    /// <summary>The filter as it was given.</summary>
    public string Text { get; } = text;

    /// <summary>Whether it matches one name only.</summary>
    public bool IsLiteral { get; } = !text.Contains(AnyText);

    /// <summary>Whether the whole name fits.</summary>
    public bool Matches(string name)
    {
        // Greedy with one step back to the latest star: linear in practice, never exponential whatever a caller sends.
        int at = 0, part = 0, star = -1, starAt = 0;
        while (at < name.Length)
        {
            if (part < Text.Length && Text[part] == AnyText)
            {
                star = part++;
                starAt = at;
            }
            else if (part < Text.Length && Text[part] == name[at])
            {
                part++;
                at++;
            }
            else if (star >= 0)
            {
                part = star + 1;
                at = ++starAt;
            }
            else
            {
                return false;
            }
        }

        while (part < Text.Length && Text[part] == AnyText) part++;
        return part == Text.Length;
    }

    /// <summary>The filter of a query, or null where it has none.</summary>
    public static NamePattern? From(string? name) => name is null ? null : new NamePattern(name);
}
