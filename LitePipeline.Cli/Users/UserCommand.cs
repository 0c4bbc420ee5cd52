using System.CommandLine;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Cli.Commands;
using LitePipeline.Cli.Output;

namespace LitePipeline.Cli.Users;

/// <summary><c>user</c>: what a manager's configuration keeps of a user's password.</summary>
internal static class UserCommand
{
    public static Command Create() => new("user", "Users of a manager: hash.") { Hash() };

    private static ToolCommand Hash()
    {
        var original = new Option<bool>("--original") { Description = "Print on a second line what password_md5 takes, for users who sign in with the original's clients. Whoever reads it finds the password quickly." };
        var command = new ToolCommand("hash", "Ask for a password, or read it from standard input, and print its hash for password_hash in a manager's file.") { original };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var password = await ReadAsync(parsed.InvocationConfiguration.Error, cancellationToken);
            if (password.Length == 0) throw ToolException.Usage("The password is empty; give one.");
            var output = parsed.InvocationConfiguration.Output;
            await output.WriteLineAsync(LitePipelineUsers.HashPassword(password));
            if (parsed.GetValue(original)) await output.WriteLineAsync(LitePipelineUsers.OriginalTokenKey(password));
            return ExitCode.Ok;
        });
        return command
            .Example("user hash")
            .Example("user hash < password.txt");
    }

    private static async Task<string> ReadAsync(TextWriter error, CancellationToken cancellationToken)
    {
        if (HiddenText.CanAsk(error)) return await HiddenText.AskAsync(error, "Password", cancellationToken);
        return await Console.In.ReadLineAsync(cancellationToken) ?? "";
    }
}
