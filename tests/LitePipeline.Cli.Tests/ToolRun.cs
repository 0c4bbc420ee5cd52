using LitePipeline.Cli;

namespace LitePipeline.Cli.Tests;

/// <summary>What a run of the tool in this process printed, and how it ended.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs the tool as its process does, with no variables set.</summary>
    public static Task<ToolRun> OfAsync(params string[] arguments) => OfAsync(_ => null, arguments);

    public static async Task<ToolRun> OfAsync(Func<string, string?> environment, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await LitePipelineTool.RunAsync(arguments, output, error, environment);
        return new ToolRun(code, output.ToString(), error.ToString());
    }

    /// <summary>The output of a run that must succeed.</summary>
    public string Good => ExitCode == 0 ? Output : throw new Xunit.Sdk.XunitException($"The tool ended with {ExitCode}: {Error}");
}
