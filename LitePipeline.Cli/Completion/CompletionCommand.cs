using System.CommandLine;
using LitePipeline.Cli.Commands;

namespace LitePipeline.Cli.Completion;

/// <summary><c>completion</c>: prints what a shell needs to complete this tool's command lines.</summary>
internal static class CompletionCommand
{
    public static ToolCommand Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." }.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new ToolCommand("completion", "Print a script that lets a shell complete the tool's command lines.") { shell };
        command.SetAction(async (parsed, _) =>
        {
            await parsed.InvocationConfiguration.Output.WriteAsync(CompletionScripts.For(parsed.GetRequiredValue(shell)));
            return ExitCode.Ok;
        });
        return command
            .Example("completion bash > ~/.local/share/bash-completion/completions/litepipeline")
            .Example("completion zsh > \"${fpath[1]}/_litepipeline\"")
            .Example("completion fish > ~/.config/fish/completions/litepipeline.fish");
    }
}
