namespace LitePipeline.Core.Artifacts;

/// <summary>What the paths of artifacts may look like: they name files in one folder, on each platform the same.</summary>
public static class ArtifactPath
{
    /// <summary>How many files one action may leave.</summary>
    public const int MaxFiles = 10_000;

    internal const int MaxDeclared = 1000;

    // A path becomes part of a path on another node, and of an address.
    private const int MaxLength = 1024;

    /// <summary>Whether it is a pattern, in which <c>*</c> stands for any part of a name and <c>**</c> for any folders.</summary>
    public static bool IsPattern(string path) => path.Contains('*', StringComparison.Ordinal);

    /// <summary>What is wrong with the path of a file; null where nothing is.</summary>
    public static string? FileProblem(string path) =>
        Problem(path) ?? (IsPattern(path) ? "holds '*', which no file that is kept may have in its name." : null);

    /// <summary>What is wrong with a path or pattern that an action declares; null where nothing is.</summary>
    public static string? Problem(string path)
    {
        if (path.Length == 0) return "is empty; name a file in the action's workspace.";
        if (path.Length > MaxLength) return $"has {path.Length} characters, may have {MaxLength}.";
        if (path.Any(char.IsControl)) return "holds a control character; remove it.";
        if (path.Contains('\\', StringComparison.Ordinal)) return "holds '\\'; folders are separated by '/'.";
        if (path[0] is '/' or '~' || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0])))
            return "is not relative; give a path inside the action's workspace, such as \"plots/*.png\".";
        var names = path.Split('/');
        if (names.Contains("..")) return "leaves the action's workspace by '..'; name a file inside it.";
        if (names.Any(name => name is "" or ".")) return "has an empty name or '.' between its '/'; leave it out, and end with a file's name or a pattern.";
        return names.Any(name => name.Contains("**", StringComparison.Ordinal) && name != "**")
            ? "has '**' beside other characters; it stands alone between '/', for any folders."
            : null;
    }
}
