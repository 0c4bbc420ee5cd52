using System.Buffers;

namespace LitePipeline.Hosting.Venvs;

/// <summary>What a Python interpreter's file may be called: <c>python</c>, <c>python3</c>, <c>python3.11</c>.</summary>
internal static class PythonName
{
    private const string Prefix = "python";
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    public static bool Matches(ReadOnlySpan<char> fileName) =>
        fileName.StartsWith(Prefix, StringComparison.Ordinal) && !fileName[Prefix.Length..].ContainsAnyExcept(Allowed);
}
