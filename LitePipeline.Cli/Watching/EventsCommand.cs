using System.CommandLine;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Commands;

namespace LitePipeline.Cli.Watching;

/// <summary><c>events</c>: a line for each thing that happens, until Ctrl-C.</summary>
internal static class EventsCommand
{
    public static ToolCommand Create(ClientOptions client)
    {
        var task = Flags.Text("--task_id", "-t", "Only what happens to this task.");
        var work = Flags.Text("--work_id", "-w", "Only what happens to this work and its tasks.");
        var json = new Option<bool>("--json") { Description = "Print each event as JSON on one line." };
        var command = new ToolCommand("events", "Follow all that happens, until Ctrl-C.") { task, work, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var manager = client.Connect(parsed);
            var only = Query.None;
            if (parsed.GetValue(task) is { Length: > 0 } taskId) only.With("task", RemoteManager.ParseTask(taskId).ToString());
            if (parsed.GetValue(work) is { Length: > 0 } workId) only.With("work", RemoteManager.ParseWork(workId).ToString());
            var line = new EventLine(client.HasColours(parsed.InvocationConfiguration.Output));
            await FollowAsync(manager.Remote, only, parsed.InvocationConfiguration, parsed.GetValue(json) ? text => text : line.Of, cancellationToken);
            return ExitCode.Ok;
        });
        return command
            .Example("127.0.0.1:8000 events")
            .Example("127.0.0.1:8000 events --json | jq 'select(.kind == \"task_finished\")'");
    }

    private static async Task FollowAsync(RemoteManager remote, Query only, InvocationConfiguration invocation, Func<string, string> line, CancellationToken cancellationToken)
    {
        var inbox = new WatchInbox(TimeProvider.System);
        await using var feed = new EventFeed(remote, only, inbox.Writer, TimeProvider.System);
        var opened = false;
        while (true)
        {
            await inbox.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);
            foreach (var item in inbox.Take())
            {
                if (item is WatchItem.NoStream) throw ToolException.Failed($"The manager at {remote.Address} has no stream of events; the original's managers have none.");
                if (item is WatchItem.Opened && opened) await invocation.Error.WriteLineAsync("Something that happened is missing here: the manager was started again, or the connection was away or slow for too long.");
                opened |= item is WatchItem.Opened;
                if (item is WatchItem.Happened happened) await invocation.Output.WriteLineAsync(line(happened.Json));
            }
            await invocation.Output.FlushAsync(cancellationToken);
        }
    }
}
