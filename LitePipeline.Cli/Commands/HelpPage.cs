using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LitePipeline.Cli.Commands;

/// <summary>The help page: the library's, and below it the command's examples.</summary>
internal sealed class HelpPage(HelpAction page) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = page.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not ToolCommand { Examples.Count: > 0 } command) return code;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var line in command.Examples) output.WriteLine($"  litepipeline {line}");
        output.WriteLine();
        return code;
    }

    public static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            if (option.Action is HelpAction page) option.Action = new HelpPage(page);
            // A word that begins with a slash is a path here.
            foreach (var alias in option.Aliases.Where(alias => alias.StartsWith('/')).ToList()) option.Aliases.Remove(alias);
        }
    }
}
