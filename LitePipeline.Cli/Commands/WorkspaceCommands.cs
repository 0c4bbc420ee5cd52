using System.CommandLine;
using System.Text.Json;
using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Commands;

/// <summary><c>workspace</c>: what actions have written.</summary>
internal static class WorkspaceCommands
{
    // An original manager packs in the background and says so until it has.
    private const string StillPacking = "OperationRunning";

    private static readonly TimeSpan PackingPause = TimeSpan.FromMilliseconds(500);
    private static readonly string[] Done = ["result", "message"];

    public static Command Create(ClientOptions client) => new("workspace", "Workspaces: download, delete.") { Delete(client), Download(client) };

    private static ClientCommand Delete(ClientOptions client)
    {
        var ids = new Option<string[]>("--task_id", "-t") { Description = "A task's id; may be given several times.", Required = true };
        return new ClientCommand("delete", "Delete the workspaces of tasks.", client,
            (parsed, manager, cancellationToken) => manager.PutAsync("workspace/delete", ManagerClient.Json(json =>
            {
                json.WriteStartArray("task_ids");
                foreach (var id in parsed.GetValue(ids)!) json.WriteStringValue(id);
                json.WriteEndArray();
            }), cancellationToken),
            answer => [new([answer], Done)]) { ids };
    }

    private static DownloadCommand Download(ClientOptions client)
    {
        var task = Flags.TaskId();
        var name = Flags.ActionName();
        var force = new Option<bool>("--force", "-f") { Description = "Pack the workspace again, where the manager keeps packed ones." };
        return new DownloadCommand("download", "Download an action's workspace.", client, "Workspace", async (parsed, manager, cancellationToken) =>
        {
            var (id, action) = (parsed.GetRequiredValue(task), parsed.GetRequiredValue(name));
            await parsed.InvocationConfiguration.Error.WriteLineAsync("Packing ...");
            await PackAsync(manager, id, action, parsed.GetValue(force), cancellationToken);
            var response = await manager.DownloadAsync("workspace/download", Query.None.With("task_id", id).With("name", action), cancellationToken);
            return new Downloadable(response, $"{id}.{action}.tar.gz");
        }) { task, name, force };
    }

    private static async Task PackAsync(ManagerClient manager, string task, string action, bool force, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await manager.PutAsync("workspace/pack", ManagerClient.Json(json =>
            {
                json.WriteString("task_id", task);
                json.WriteString("name", action);
                json.WriteBoolean("force", force);
            }), cancellationToken);
            if (!IsPacking(answer))
            {
                if (Refusal.Of(answer) is { } refusal) throw refusal;
                return;
            }
            force = false;
            await Task.Delay(PackingPause, TimeProvider.System, cancellationToken);
        }
    }

    private static bool IsPacking(JsonElement answer) =>
        answer.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.String && result.ValueEquals(StillPacking);
}
