namespace LitePipeline.Cli.Configuration;

/// <summary>How this tool was started, so that a script can start it again.</summary>
internal static class OwnCommand
{
    /// <summary>The program, and its assembly where that is run by <c>dotnet</c>.</summary>
    public static IReadOnlyList<string> Words { get; } = Environment.ProcessPath is not { } program
        ? ["litepipeline"]
        : Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Path.Combine(AppContext.BaseDirectory, "litepipeline.dll")] : [program];
}
