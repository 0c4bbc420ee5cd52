using System.CommandLine;
using System.Globalization;
using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Commands;

/// <summary><c>app</c>: applications.</summary>
internal static class AppCommands
{
    private static readonly string[] Created = ["app_id", "result", "message"];
    private static readonly string[] Done = ["result", "message"];
    private static readonly string[] Listed = ["application_id", "name", "create_at", "update_at"];
    private static readonly string[] Described = ["application_id", "name", "create_at", "update_at", "sha1", "description"];

    public static Command Create(ClientOptions client) => new("app", "Applications: create, list, info, download, delete.")
    {
        Upload(client), Delete(client), List(client), Info(client), Download(client),
    };

    private static ClientCommand Upload(ClientOptions client)
    {
        var file = Flags.Required("--file", "-f", "The application's package, .tar.gz or .zip.");
        var name = Flags.Required("--name", "-n", "The application's name.");
        var description = Flags.Text("--description", "-d", "What the application is for.");
        return new ClientCommand("create", "Upload an application.", client, async (parsed, manager, cancellationToken) =>
        {
            using var form = PackageForm.Open(parsed.GetRequiredValue(file), parsed.GetRequiredValue(name), parsed.GetValue(description));
            return await manager.PostAsync("app/create", form, cancellationToken);
        }, answer => [new([answer], Created)]) { file, name, description };
    }

    private static ClientCommand Delete(ClientOptions client)
    {
        var id = Flags.AppId();
        return new ClientCommand("delete", "Delete an application.", client,
            (parsed, manager, cancellationToken) => manager.DeleteAsync("app/delete", Query.None.With("app_id", parsed.GetValue(id)), cancellationToken),
            answer => [new([answer], Done)]) { id };
    }

    private static ClientCommand List(ClientOptions client)
    {
        var offset = Flags.Offset();
        var limit = Flags.Limit();
        var id = Flags.Text("--app_id", "-a", "Only the application of this id.");
        var name = Flags.Text("--name", "-n", "Only applications of this name; * stands for any text.");
        return new ClientCommand("list", "List applications, newest first.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync("app/list", Query.None
                .With("offset", parsed.GetValue(offset).ToString(CultureInfo.InvariantCulture))
                .With("limit", parsed.GetValue(limit).ToString(CultureInfo.InvariantCulture))
                .With("name", parsed.GetValue(name))
                .With("id", parsed.GetValue(id)), cancellationToken),
            answer => [new(ClientCommand.Rows(answer, "apps"), Listed)]) { offset, limit, id, name };
    }

    private static ClientCommand Info(ClientOptions client)
    {
        var id = Flags.AppId();
        return new ClientCommand("info", "Describe an application.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync("app/info", Query.None.With("app_id", parsed.GetValue(id)), cancellationToken),
            answer => [new(ClientCommand.Row(answer, "app_info"), Described)]) { id };
    }

    private static DownloadCommand Download(ClientOptions client)
    {
        var id = Flags.AppId();
        var sha1 = Flags.Text("--sha1", "-s", "The version to download; the current one by default.");
        return new DownloadCommand("download", "Download an application's package.", client, "application", async (parsed, manager, cancellationToken) =>
        {
            var app = parsed.GetRequiredValue(id);
            var response = await manager.DownloadAsync("app/download", Query.None.With("app_id", app).With("sha1", parsed.GetValue(sha1)), cancellationToken);
            var isZip = response.Content.Headers.ContentDisposition?.ToString().Contains(".zip", StringComparison.OrdinalIgnoreCase) == true;
            return new Downloadable(response, $"{app}.{(isZip ? "zip" : "tar.gz")}");
        }) { id, sha1 };
    }
}
