using LitePipeline.Cli.Client;
using LitePipeline.Cli.Commands;
using LitePipeline.Cli.Watching;

namespace LitePipeline.Cli.Running;

/// <summary><c>task run</c>: submits a task, shows it until it ends, prints its result, and ends as it ended.</summary>
internal static class TaskRunCommand
{
    public static ToolCommand Create(ClientOptions client)
    {
        var app = Flags.AppId();
        var name = Flags.Required("--name", "-n", "The task's name.");
        var input = JsonFlag.Input("The task's");
        var priority = Flags.Priority();
        var flags = new RunFlags();
        var command = new ToolCommand("run", $"Submit a task, show it until it ends, and print its result. {Outcome.Description}") { app, name, input, priority };
        flags.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var manager = client.Connect(parsed);
            var remote = manager.Remote;
            var id = await RunResult.StartAsync(manager, "task/create", TaskCommands.TaskBody(parsed, app, name, input, priority), "task_id", cancellationToken);
            var ended = await RunResult.FollowAsync(parsed, "task", id, () => remote.AskAsync(_ => WatchScreen.ShowAsync(flags.Screen(parsed), view =>
                new TaskWatcher(remote, view, flags.WithLogs(parsed), TimeProvider.System).WatchAsync(RemoteManager.ParseTask(id), cancellationToken))));
            await RunResult.PrintAsync(parsed, manager, "task/info", Query.None.With("task_id", id), "task_info", flags.OnOneLine(parsed), cancellationToken);
            return Outcome.Of($"task {ended.Name}", ended.Status!.Value, ended.Message);
        });
        return command
            .Example("127.0.0.1:8000 task run -a APP_ID -n job -i '{\"rows\": 100}'")
            .Example("127.0.0.1:8000 task run -a APP_ID -n job -i @input.json -q > result.json");
    }
}
