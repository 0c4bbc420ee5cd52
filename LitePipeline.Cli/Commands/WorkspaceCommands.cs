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

    public static Command Create(ClientOptions client) => new("workspace", "Workspaces: download, delete.") { Delete(client), Download(client) };

    private static ClientCommand Delete(ClientOptions client)
    {
        var ids = new Option<string[]>("--task_id", "-t") { Description = "A task's id; may be given several times.", Required = true };
        return new ClientCommand("delete", "Delete the workspaces of tasks.", client,
            (parsed, manager, cancellationToken) => manager.PutAsync("workspace/delete", new RequestBody(parsed).Texts(ids, "task_ids"), cancellationToken), Answers.Done) { ids }
            .FailsFor("failed_task_ids", "Not deleted, because the task runs or there is none of this id")
            .Example("127.0.0.1:8000 workspace delete -t TASK_ID -t ANOTHER_TASK_ID");
    }

    private static DownloadCommand Download(ClientOptions client)
    {
        var task = Flags.TaskId();
        var name = Flags.ActionName();
        var force = new Option<bool>("--force", "-f") { Description = "Pack the workspace again, where the manager keeps packed ones." };
        return new DownloadCommand("download", "Download an action's workspace into the current folder.", client, async (parsed, manager, cancellationToken) =>
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync("Packing ...");
            await PackAsync(manager, new RequestBody(parsed).Text(task).Text(name), parsed.GetValue(force), cancellationToken);
            var response = await manager.DownloadAsync("workspace/download", Query.Of(parsed, task, name), cancellationToken);
            return new Downloadable(response, $"{parsed.GetRequiredValue(task)}.{parsed.GetRequiredValue(name)}.tar.gz");
        // The original ends the lines of its two spinners here.
        }, file => $"\n\nWorkspace: ./{file}\n") { task, name, force }
            .Example("127.0.0.1:8000 workspace download -t TASK_ID -n first");
    }

    private static async Task PackAsync(ManagerClient manager, RequestBody body, bool force, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await manager.PutAsync("workspace/pack", body.With("force", force), cancellationToken);
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
