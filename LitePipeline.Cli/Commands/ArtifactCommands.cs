using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Cli.Client;
using LitePipeline.Core.Storage;

namespace LitePipeline.Cli.Commands;

/// <summary><c>artifact</c>: the files that actions have left for others.</summary>
internal static class ArtifactCommands
{
    public static Command Create(ClientOptions client) => new("artifact", "Artifacts, the files that actions leave for others: list, download.") { List(client), Download(client) };

    private static ClientCommand List(ClientOptions client)
    {
        var offset = Flags.Offset();
        var limit = Flags.Limit();
        var task = Flags.TaskId();
        var action = Flags.Text("--name", "-n", "Only those of the action of this name.");
        return new ClientCommand("list", "List a task's artifacts, by action and path.", client, async (parsed, manager, cancellationToken) =>
        {
            var query = new ArtifactQuery
            {
                Task = RemoteManager.ParseTask(parsed.GetRequiredValue(task)),
                Action = parsed.GetValue(action),
                Offset = parsed.GetValue(offset),
                Limit = parsed.GetValue(limit),
            };
            var page = await manager.Remote.AskAsync(remote => remote.ListArtifactsAsync(query, cancellationToken));
            var answer = JsonSerializer.SerializeToNode(page, ApiJsonContext.Default.PageArtifactRecord)!.AsObject();
            var items = answer["items"];
            answer.Remove("items");
            answer["artifacts"] = items;
            answer["result"] = "ok";
            return answer.Deserialize<JsonElement>();
        }, Answers.List("artifacts", "action", "path", "size", "sha256")) { offset, limit, task, action }
            .Watched("action_finished")
            .Example("127.0.0.1:8000 artifact list -t TASK_ID")
            .Example("127.0.0.1:8000 artifact list -t TASK_ID -n report");
    }

    private static DownloadCommand Download(ClientOptions client)
    {
        var task = Flags.TaskId();
        var action = Flags.ActionName();
        var path = Flags.Required("--path", "-p", "The artifact's path in the action's workspace.");
        return new DownloadCommand("download", "Download an artifact into the current folder, under the last part of its path.", client, async (parsed, manager, cancellationToken) =>
        {
            var (id, wanted) = (RemoteManager.ParseTask(parsed.GetRequiredValue(task)), parsed.GetRequiredValue(path));
            var route = Routes.V1.TaskArtifact.With(id, parsed.GetRequiredValue(action), wanted);
            return new Downloadable(await manager.Remote.DownloadAsync(route, cancellationToken), wanted.Split('/')[^1]);
        }, file => $"Artifact: ./{file}\n") { task, action, path }
            .Example("127.0.0.1:8000 artifact download -t TASK_ID -n report -p plots/month.png");
    }
}
