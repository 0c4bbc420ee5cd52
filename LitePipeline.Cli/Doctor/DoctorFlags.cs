using System.CommandLine;
using LitePipeline.Cli.Commands;

namespace LitePipeline.Cli.Doctor;

/// <summary>How findings are told.</summary>
internal sealed class DoctorFlags
{
    private readonly Option<bool> _json = new("--json") { Description = "Print the findings as JSON on one line." };
    private readonly Option<bool> _strict = new("--strict") { Description = "End with 1 for warnings, too." };

    public DoctorFlags(Command command)
    {
        command.Options.Add(_json);
        command.Options.Add(_strict);
    }

    /// <summary>Runs the checks and tells what they found.</summary>
    /// <returns>The tool's exit code.</returns>
    public async Task<int> ReportAsync(Examination examination, ParseResult parsed, ClientOptions client, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        var report = new Report(await examination.RunAsync(cancellationToken).ToListAsync(cancellationToken));
        if (parsed.GetValue(_json)) await output.WriteLineAsync(report.Json());
        else report.Draw(output, client.HasColours(output));
        return report.Wrong > 0 || (parsed.GetValue(_strict) && report.Warnings > 0) ? ExitCode.Failed : ExitCode.Ok;
    }
}
