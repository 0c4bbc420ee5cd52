using System.CommandLine;

namespace LitePipeline.Cli.Running;

/// <summary>How much of what is run is shown.</summary>
internal sealed class RunFlags
{
    private readonly Option<bool> _noLogs = new("--no-logs") { Description = "Do not show what the actions print." };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Show nothing but the result." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the result as JSON on one line." };

    public void AddTo(Command command)
    {
        command.Options.Add(_noLogs);
        command.Options.Add(_quiet);
        command.Options.Add(_json);
    }

    public bool WithLogs(ParseResult parsed) => !parsed.GetValue(_noLogs) && !parsed.GetValue(_quiet);

    /// <summary>Where people see how it goes: standard error, so that standard output has the result alone.</summary>
    public TextWriter Screen(ParseResult parsed) => parsed.GetValue(_quiet) ? TextWriter.Null : parsed.InvocationConfiguration.Error;

    public bool OnOneLine(ParseResult parsed) => parsed.GetValue(_json);
}
