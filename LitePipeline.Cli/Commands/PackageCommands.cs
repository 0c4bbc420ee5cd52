using System.CommandLine;
using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Commands;

/// <summary><c>app</c> and <c>venv</c>: what is deployed as packages.</summary>
internal static class PackageCommands
{
    public static Command Create(PackageKind kind, ClientOptions client) => new(kind.Object, $"{Capital(kind.Noun)}s: create, update, list, info, download, delete.")
    {
        Upload(kind, client), Delete(kind, client), Update(kind, client), List(kind, client), Info(kind, client), Download(kind, client),
    };

    private static ClientCommand Upload(PackageKind kind, ClientOptions client)
    {
        var file = Flags.Required("--file", "-f", kind.Content);
        var name = Flags.Required("--name", "-n", $"The {kind.Noun}'s name.");
        var description = Flags.Text("--description", "-d", $"What the {kind.Noun} is for.");
        return new ClientCommand("create", $"Upload a new {kind.Noun}.", client, async (parsed, manager, cancellationToken) =>
        {
            using var form = PackageForm.Create(parsed.GetRequiredValue(file), parsed.GetRequiredValue(name), parsed.GetValue(description));
            return await manager.PostAsync($"{kind.Object}/create", form, cancellationToken);
        }, Answers.Id(kind.IdParameter)) { file, name, description }
            .Example($"127.0.0.1:8000 {kind.Object} create -f {kind.Object}.tar.gz -n \"my {kind.Noun}\" -d \"what it is for\"");
    }

    private static ClientCommand Update(PackageKind kind, ClientOptions client)
    {
        var id = kind.Id();
        var file = Flags.Text("--file", "-f", $"{kind.Content} It becomes the current version.");
        var name = Flags.Text("--name", "-n", $"The {kind.Noun}'s new name.");
        var description = Flags.Text("--description", "-d", "What it is for; with a file, of the new version too.");
        return new ClientCommand("update", $"Upload a new version of a {kind.Noun}, or change its name or description; what is not given stays.", client, async (parsed, manager, cancellationToken) =>
        {
            using var form = PackageForm.Update(kind.IdParameter, parsed.GetRequiredValue(id), parsed.GetValue(file), parsed.GetValue(name), parsed.GetValue(description));
            return await manager.PostAsync($"{kind.Object}/update", form, cancellationToken);
        }, Answers.Id(kind.IdParameter)) { id, file, name, description }
            .Example($"127.0.0.1:8000 {kind.Object} update {kind.IdAlias} ID -f {kind.Object}.tar.gz -d \"second version\"");
    }

    private static ClientCommand Delete(PackageKind kind, ClientOptions client)
    {
        var id = kind.Id();
        return new ClientCommand("delete", $"Delete a {kind.Noun} and its versions.", client,
            (parsed, manager, cancellationToken) => manager.DeleteAsync($"{kind.Object}/delete", Query.Of(parsed, id), cancellationToken), Answers.Done) { id };
    }

    private static ClientCommand List(PackageKind kind, ClientOptions client)
    {
        var offset = Flags.Offset();
        var limit = Flags.Limit();
        var id = Flags.Text($"--{kind.IdParameter}", kind.IdAlias, $"Only the {kind.Noun} of this id.");
        var name = Flags.Text("--name", "-n", $"Only {kind.Noun}s of this name; * stands for any text.");
        return new ClientCommand("list", $"List {kind.Noun}s, newest first.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync($"{kind.Object}/list", Query.Of(parsed, offset, limit, name).With("id", parsed.GetValue(id)), cancellationToken),
            Answers.List($"{kind.Object}s", kind.IdField, "name", "create_at", "update_at")) { offset, limit, id, name }
            .Watched(kind.Events)
            .Example($"127.0.0.1:8000 {kind.Object} list -n \"report*\" -l 20");
    }

    private static ClientCommand Info(PackageKind kind, ClientOptions client)
    {
        var id = kind.Id();
        return new ClientCommand("info", $"Describe a {kind.Noun}.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync($"{kind.Object}/info", Query.Of(parsed, id), cancellationToken),
            Answers.One($"{kind.Object}_info", kind.IdField, "name", "create_at", "update_at", "sha1", "description")) { id }
            .Watched(kind.Events);
    }

    private static DownloadCommand Download(PackageKind kind, ClientOptions client)
    {
        var id = kind.Id();
        var sha1 = Flags.Text("--sha1", "-s", "The version to download; the current one by default.");
        return new DownloadCommand("download", $"Download a {kind.Noun}'s package into the current folder.", client, async (parsed, manager, cancellationToken) =>
        {
            var response = await manager.DownloadAsync($"{kind.Object}/download", Query.Of(parsed, id, sha1), cancellationToken);
            var isZip = response.Content.Headers.ContentDisposition?.ToString().Contains(".zip", StringComparison.OrdinalIgnoreCase) == true;
            return new Downloadable(response, $"{parsed.GetRequiredValue(id)}.{(isZip ? "zip" : "tar.gz")}");
        // The original prints a Python list here, and "application" for venvs too.
        }, file => $"application: ['./{file}', '{(file.EndsWith(".zip", StringComparison.Ordinal) ? "zip" : "tar.gz")}']\n") { id, sha1 };
    }

    private static string Capital(string noun) => char.ToUpperInvariant(noun[0]) + noun[1..];
}
