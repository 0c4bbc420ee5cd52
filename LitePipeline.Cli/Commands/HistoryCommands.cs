using System.CommandLine;
using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Commands;

/// <summary><c>app_history</c> and <c>venv_history</c>: the versions of what is deployed.</summary>
internal static class HistoryCommands
{
    public static Command Create(PackageKind kind, ClientOptions client) => new($"{kind.Object}_history", $"The versions of {kind.Noun}s: list, info, activate, delete.")
    {
        Delete(kind, client), Activate(kind, client), List(kind, client), Info(kind, client),
    };

    private static Option<string> HistoryId() => Flags.Required("--history_id", "-H", "The version's number in the history.");

    private static ClientCommand Delete(PackageKind kind, ClientOptions client)
    {
        var id = kind.Id();
        var history = HistoryId();
        return new ClientCommand("delete", $"Delete a version of a {kind.Noun}.", client,
            (parsed, manager, cancellationToken) => manager.DeleteAsync($"{kind.Object}/history/delete", Query.Of(parsed, id, history), cancellationToken), Answers.Done) { id, history };
    }

    private static ClientCommand Activate(PackageKind kind, ClientOptions client)
    {
        var id = kind.Id();
        var history = HistoryId();
        return new ClientCommand("activate", $"Make a version of a {kind.Noun} the current one.", client,
            (parsed, manager, cancellationToken) => manager.PutAsync($"{kind.Object}/history/activate", new RequestBody(parsed).Text(id).Text(history), cancellationToken), Answers.Done) { id, history }
            .Example($"127.0.0.1:8000 {kind.Object}_history activate {kind.IdAlias} ID -H 3");
    }

    private static ClientCommand List(PackageKind kind, ClientOptions client)
    {
        var id = kind.Id();
        var offset = Flags.Offset();
        var limit = Flags.Limit();
        return new ClientCommand("list", $"List the versions of a {kind.Noun}, newest first.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync($"{kind.Object}/history/list", Query.Of(parsed, id, offset, limit), cancellationToken),
            Answers.List($"{kind.Object}_histories", "id", kind.IdField, "sha1", "create_at")) { id, offset, limit }
            .Watched(kind.Events);
    }

    private static ClientCommand Info(PackageKind kind, ClientOptions client)
    {
        var id = kind.Id();
        var history = HistoryId();
        return new ClientCommand("info", $"Describe a version of a {kind.Noun}.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync($"{kind.Object}/history/info", Query.Of(parsed, id, history), cancellationToken),
            Answers.One("history_info", "id", kind.IdField, "sha1", "create_at", "description")) { id, history };
    }
}
