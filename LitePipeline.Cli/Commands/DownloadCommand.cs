using System.CommandLine;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Output;

namespace LitePipeline.Cli.Commands;

/// <summary>An answer that is a file, and the name to keep it under.</summary>
internal sealed record Downloadable(HttpResponseMessage Response, string FileName);

/// <summary>A command that saves a file in the working directory: progress on standard error, the file's name on standard output.</summary>
internal sealed class DownloadCommand : ToolCommand
{
    public DownloadCommand(
        string name,
        string description,
        ClientOptions client,
        Func<ParseResult, ManagerClient, CancellationToken, Task<Downloadable>> open,
        Func<string, string> tell)
        : base(name, description)
    {
        // The original takes it here too, and prints the same.
        Options.Add(new Option<bool>("--raw", "-r") { Description = "Accepted for scripts; a download prints the same with it." });
        SetAction(async (parsed, cancellationToken) =>
        {
            using var manager = client.Connect(parsed);
            var (response, fileName) = await open(parsed, manager, cancellationToken);
            var error = parsed.InvocationConfiguration.Error;
            using (response)
            {
                if (Path.GetFileName(fileName) != fileName) throw ToolException.Usage($"'{fileName}' is no name for a file here; check the id and the name that you gave.");
                await new FileDownload(error, Terminal.Is(error), TimeProvider.System).SaveAsync(response, fileName, cancellationToken);
            }
            await parsed.InvocationConfiguration.Output.WriteAsync(tell(fileName));
            return ExitCode.Ok;
        });
    }
}
