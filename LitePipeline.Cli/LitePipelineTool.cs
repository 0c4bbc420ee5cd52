using System.CommandLine;
using LitePipeline.Cli.Commands;

namespace LitePipeline.Cli;

/// <summary>The tool: reads the command line, runs one command, and says what went wrong in one line.</summary>
internal static class LitePipelineTool
{
    // A server that is told to end closes its connections and waits for its actions' ends before it goes.
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, Func<string, string?> environment)
    {
        // A leading @ names no file of arguments: it may begin a description.
        var parsed = Commands.LitePipelineCommand.Create(environment).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in UsageProblems.Of(parsed)) await error.WriteLineAsync(problem);
            await error.WriteLineAsync($"See '{Usage(parsed)} --help'.");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = ShutdownTime,
            });
        }
        catch (ToolException failure)
        {
            await error.WriteLineAsync(failure.Message);
            return failure.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
    }

    private static string Usage(ParseResult parsed)
    {
        var names = new List<string>();
        for (var command = parsed.CommandResult; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
            names.Insert(0, command.Command is RootCommand ? "litepipeline" : command.Command.Name);
        return string.Join(' ', names);
    }
}
