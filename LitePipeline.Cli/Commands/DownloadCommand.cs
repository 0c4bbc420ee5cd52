using System.CommandLine;
using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Commands;

/// <summary>An answer that is a file, and the name to keep it under.</summary>
internal sealed record Downloadable(HttpResponseMessage Response, string FileName);

/// <summary>A command that saves a file in the working directory: progress on standard error, the file's name on standard output.</summary>
internal sealed class DownloadCommand : Command
{
    public DownloadCommand(
        string name,
        string description,
        ClientOptions client,
        string what,
        Func<ParseResult, ManagerClient, CancellationToken, Task<Downloadable>> open)
        : base(name, description)
    {
        // The original takes it here too, and prints the same.
        Options.Add(new Option<bool>("--raw", "-r") { Description = "Accepted for scripts; a download prints the same with it." });
        SetAction(async (parsed, cancellationToken) =>
        {
            using var manager = new ManagerClient(client.Address(parsed), client.Credentials(parsed));
            var (response, fileName) = await open(parsed, manager, cancellationToken);
            using (response)
            {
                if (Path.GetFileName(fileName) != fileName) throw ToolException.Usage($"'{fileName}' is no name for a file here; check the id and the name that you gave.");
                await new FileDownload(parsed.InvocationConfiguration.Error, !Console.IsErrorRedirected, TimeProvider.System).SaveAsync(response, fileName, cancellationToken);
            }
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{what}: ./{fileName}");
            return ExitCode.Ok;
        });
    }
}
