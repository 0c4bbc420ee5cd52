using System.CommandLine;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Commands;
using LitePipeline.Core;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Cli.Watching;

/// <summary><c>task logs</c>: prints an action's output, byte for byte.</summary>
internal static class TaskLogsCommand
{
    private static readonly TimeSpan StartPause = TimeSpan.FromMilliseconds(250);

    public static Command Create(ClientOptions client)
    {
        var id = Flags.TaskId();
        var action = Flags.ActionName();
        var follow = new Option<bool>("--follow", "-f") { Description = "Wait for the action to begin, and print until it ends." };
        var command = new Command("logs", "Print what an action has written to its output.") { id, action, follow };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var remote = RemoteManager.Open(client.Address(parsed), client.Credentials(parsed));
            var task = RemoteManager.ParseTask(parsed.GetRequiredValue(id));
            await remote.AskAsync(async manager =>
            {
                await using var log = await OpenAsync(manager, task, parsed.GetRequiredValue(action), parsed.GetValue(follow), cancellationToken);
                await using var output = Console.OpenStandardOutput();
                await CopyAsync(log, output, cancellationToken);
                return true;
            });
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<Stream> OpenAsync(IPipelineManager manager, TaskId task, string action, bool follow, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Asked before the log: an action that has not run in a task that has ended never will.
            var ended = (await manager.GetTaskAsync(task, cancellationToken)).Task.State.Stage == RunStage.Finished;
            try
            {
                return await manager.OpenLogAsync(task, action, 0, follow, attempt: null, cancellationToken);
            }
            catch (LitePipelineException refused) when (follow && !ended && refused.Code is ErrorCode.ActionNotRun or ErrorCode.ActionNoNodeId)
            {
                await Task.Delay(StartPause, TimeProvider.System, cancellationToken);
            }
        }
    }

    private static async Task CopyAsync(Stream log, Stream output, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await log.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            await output.FlushAsync(cancellationToken);
        }
    }
}
