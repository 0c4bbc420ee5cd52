using System.CommandLine;
using System.Text.Json;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Output;
using LitePipeline.Core.Applications;

namespace LitePipeline.Cli.Commands;

/// <summary><c>secret</c>: what an application's actions get in their environment.</summary>
internal static class SecretCommands
{
    public static Command Create(ClientOptions client) => new("secret", "The secrets of an application, which its actions get in their environment: set, list, delete.") { Set(client), List(client), Delete(client) };

    private static ClientCommand Set(ClientOptions client)
    {
        var (id, name) = (PackageKind.Application.Id(), Name());
        var file = new Option<string>("--value_file", "-f") { Description = "The file whose text is the value; without it the value is asked for, or read from standard input.", HelpName = "FILE" };
        return new ClientCommand("set", "Set a secret, or replace its value. The value is never given in the command line, which other users of the machine can read.", client, async (parsed, manager, cancellationToken) =>
        {
            var application = Application(parsed, id);
            var value = await ValueAsync(parsed.GetValue(file), parsed.InvocationConfiguration.Error, cancellationToken);
            return await Answers.DoneAsync(manager.Remote, all => all.SetSecretAsync(application, parsed.GetRequiredValue(name), value, cancellationToken));
        }, Answers.Done) { id, name, file }
            .Example("127.0.0.1:8000 secret set -a APP_ID -n API_KEY")
            .Example("127.0.0.1:8000 secret set -a APP_ID -n API_KEY < key.txt")
            .Example("127.0.0.1:8000 secret set -a APP_ID -n TLS_KEY -f server.key");
    }

    private static ClientCommand List(ClientOptions client)
    {
        var id = PackageKind.Application.Id();
        return new ClientCommand("list", "List an application's secrets: their names, when they were set and by whom. Nothing shows their values.", client, async (parsed, manager, cancellationToken) =>
        {
            var application = Application(parsed, id);
            var secrets = await manager.Remote.AskAsync(all => all.ListSecretsAsync(application, cancellationToken));
            return JsonSerializer.SerializeToElement(new SecretsPayload(secrets), ApiJsonContext.Default.SecretsPayload);
        }, Answers.List("secrets", "name", "set_at", "set_by")) { id }
            .Example("127.0.0.1:8000 secret list -a APP_ID");
    }

    private static ClientCommand Delete(ClientOptions client)
    {
        var (id, name) = (PackageKind.Application.Id(), Name());
        return new ClientCommand("delete", "Delete a secret; actions that start from then on do not have it.", client, async (parsed, manager, cancellationToken) =>
        {
            var application = Application(parsed, id);
            return await Answers.DoneAsync(manager.Remote, all => all.DeleteSecretAsync(application, parsed.GetRequiredValue(name), cancellationToken));
        }, Answers.Done) { id, name }
            .Example("127.0.0.1:8000 secret delete -a APP_ID -n API_KEY");
    }

    private static Option<string> Name() => Flags.Required("--name", "-n", "The environment variable that has it.");

    private static AppId Application(ParseResult parsed, Option<string> id) => new(RemoteManager.ParseId(parsed.GetRequiredValue(id), "--app_id", "application"));

    private static async Task<string> ValueAsync(string? path, TextWriter error, CancellationToken cancellationToken)
    {
        if (path is null && HiddenText.CanAsk(error)) return await HiddenText.AskAsync(error, "Value", cancellationToken);
        try
        {
            await using var content = path is null ? Console.OpenStandardInput() : File.OpenRead(path);
            return await HiddenText.ReadAsync(content, path ?? "The standard input", cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw ToolException.Failed($"{path} cannot be read: {failure.Message}", failure);
        }
    }
}
