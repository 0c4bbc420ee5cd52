using System.CommandLine;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Commands;
using LitePipeline.Core.Tasks;
using Spectre.Console;

namespace LitePipeline.Cli.Watching;

/// <summary><c>task watch</c>: shows a task until it has ended; the exit code says how.</summary>
internal static class TaskWatchCommand
{
    public static Command Create(ClientOptions client)
    {
        var id = Flags.TaskId();
        var command = new Command("watch", "Watch a task until it ends; the exit code is 0 if it succeeded.") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var remote = RemoteManager.Open(client.Address(parsed), client.Credentials(parsed));
            var task = RemoteManager.ParseTask(parsed.GetRequiredValue(id));
            var ended = await remote.AskAsync(_ => WatchAsync(remote, task, parsed.InvocationConfiguration.Output, cancellationToken));
            return ended.Status == RunStatus.Success ? ExitCode.Ok : throw Unsuccessful(ended);
        });
        return command;
    }

    private static async Task<WatchedTask> WatchAsync(RemoteManager remote, TaskId task, TextWriter output, CancellationToken cancellationToken)
    {
        var watcher = new TaskWatcher(remote.Manager, TimeProvider.System);
        if (Console.IsOutputRedirected || output != Console.Out)
            return await watcher.WatchAsync(task, new PlainView(output), cancellationToken);
        return await AnsiConsole.Live(new Text("")).StartAsync(live => watcher.WatchAsync(task, new LiveView(live, TimeProvider.System), cancellationToken));
    }

    private static ToolException Unsuccessful(WatchedTask task) =>
        ToolException.Failed($"The task {task.Name} ended with {WatchWords.Of(task.Status!.Value)}{(task.Message is null ? "." : $": {task.Message}")}");
}
