using System.CommandLine;

namespace LitePipeline.Cli.Commands;

/// <summary>A command whose help page ends with examples.</summary>
internal class ToolCommand(string name, string description) : Command(name, description)
{
    private readonly List<string> _examples = [];

    /// <summary>Command lines to start from, without the tool's name.</summary>
    public IReadOnlyList<string> Examples => _examples;

    public void AddExample(string line) => _examples.Add(line);
}

internal static class ToolCommandExtensions
{
    /// <summary>Adds an example and returns the command.</summary>
    public static T Example<T>(this T command, string line) where T : ToolCommand
    {
        command.AddExample(line);
        return command;
    }
}
