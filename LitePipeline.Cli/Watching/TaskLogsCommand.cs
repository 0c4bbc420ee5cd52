using System.CommandLine;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Commands;
using LitePipeline.Cli.Output;
using LitePipeline.Core;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Cli.Watching;

/// <summary><c>task logs</c>: prints an action's output, byte for byte.</summary>
internal static class TaskLogsCommand
{
    private static readonly TimeSpan StartPause = TimeSpan.FromMilliseconds(250);

    public static ToolCommand Create(ClientOptions client)
    {
        var id = Flags.TaskId();
        var action = Flags.ActionName();
        var follow = new Option<bool>("--follow", "-f") { Description = "Wait for the action to begin, and print until it ends." };
        var attempt = Flags.Number("--attempt", null, "The number of an earlier attempt; the latest by default.", 1, int.MaxValue);
        var offset = Flags.Bytes("--offset", "How many bytes to pass over; 0 by default.");
        var command = new ToolCommand("logs", "Print what an action has written to its output.") { id, action, follow, attempt, offset };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var manager = client.Connect(parsed);
            var task = RemoteManager.ParseTask(parsed.GetRequiredValue(id));
            await manager.Remote.AskAsync(async remote =>
            {
                var wanted = new Wanted(task, parsed.GetRequiredValue(action), parsed.GetValue(offset), parsed.GetValue(follow), parsed.GetResult(attempt) is null ? null : parsed.GetValue(attempt));
                await using var log = await OpenAsync(remote, wanted, parsed.InvocationConfiguration.Error, cancellationToken);
                await using var output = Terminal.Bytes(parsed.InvocationConfiguration.Output);
                await CopyAsync(log, output, cancellationToken);
                return true;
            });
            return ExitCode.Ok;
        });
        return command
            .Example("127.0.0.1:8000 task logs -t TASK_ID -n first -f")
            .Example("127.0.0.1:8000 task logs -t TASK_ID -n first --attempt 1");
    }

    private static async Task<Stream> OpenAsync(IPipelineManager manager, Wanted wanted, TextWriter error, CancellationToken cancellationToken)
    {
        for (var waits = false; ; waits = true)
        {
            // Asked before the log: an action that has not run in a task that has ended never will.
            var ended = (await manager.GetTaskAsync(wanted.Task, cancellationToken)).Task.State.Stage == RunStage.Finished;
            try
            {
                return await manager.OpenLogAsync(wanted.Task, wanted.Action, wanted.Offset, wanted.Follow, wanted.Attempt, cancellationToken);
            }
            catch (LitePipelineException refused) when (wanted.Follow && !ended && refused.Code is ErrorCode.ActionNotRun or ErrorCode.ActionNoNodeId)
            {
                // It may be generated yet; it may also be a slip.
                if (!waits) await error.WriteLineAsync($"{refused.Message} Waiting for it; Ctrl-C ends the wait.");
                await Task.Delay(StartPause, TimeProvider.System, cancellationToken);
            }
        }
    }

    private sealed record Wanted(TaskId Task, string Action, long Offset, bool Follow, int? Attempt);

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
