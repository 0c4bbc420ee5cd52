using System.CommandLine;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Commands;
using LitePipeline.Cli.Running;

namespace LitePipeline.Cli.Watching;

/// <summary><c>task watch</c>: shows a task until it has ended; the exit code says how.</summary>
internal static class TaskWatchCommand
{
    public static ToolCommand Create(ClientOptions client)
    {
        var id = Flags.TaskId();
        var logs = new Option<bool>("--logs") { Description = "Show what its actions print, too." };
        var command = new ToolCommand("watch", $"Watch a task until it ends. {Outcome.Description}") { id, logs };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var manager = client.Connect(parsed);
            var task = RemoteManager.ParseTask(parsed.GetRequiredValue(id));
            var remote = manager.Remote;
            var ended = await remote.AskAsync(_ => WatchScreen.ShowAsync(parsed.InvocationConfiguration.Output, view =>
                new TaskWatcher(remote, view, parsed.GetValue(logs), TimeProvider.System).WatchAsync(task, cancellationToken)));
            return Outcome.Of($"task {ended.Name}", ended.Status!.Value, ended.Message);
        });
        return command.Example("127.0.0.1:8000 task watch -t TASK_ID --logs");
    }
}
