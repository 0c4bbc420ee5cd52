using System.CommandLine;
using System.CommandLine.Parsing;
using LitePipeline.Cli.Client;

namespace LitePipeline.Cli;

/// <summary>What is wrong with a command line, a line for each problem that names the word.</summary>
internal static class UsageProblems
{
    public static IEnumerable<string> Of(ParseResult parsed) => parsed.CommandResult switch
    {
        // Without a command, the parser takes a slip in its name for the manager's address.
        { Command: RootCommand, Tokens: [var first, ..] } when ManagerAddress.TryParse(first.Value) is null => [$"'{first.Value}' is neither a command nor a manager's HOST:PORT."],
        { Command.Subcommands.Count: > 0 } group when parsed.UnmatchedTokens is [var unknown, ..] => [$"'{unknown}' is no command here; give one of {Names(group.Command)}."],
        { Command.Subcommands.Count: > 0 } group => [$"A command is missing; give one of {Names(group.Command)}."],
        _ => parsed.Errors.Select(Line),
    };

    private static string Line(ParseError problem)
    {
        var message = string.Join(' ', problem.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return problem.SymbolResult is OptionResult { Option: var option } && !option.Aliases.Append(option.Name).Any(name => message.Contains(name, StringComparison.Ordinal))
            ? $"{option.Name}: {message}"
            : message;
    }

    private static string Names(Command group) => string.Join(", ", group.Subcommands.Select(command => command.Name));
}
