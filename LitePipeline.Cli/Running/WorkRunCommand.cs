using LitePipeline.Cli.Client;
using LitePipeline.Cli.Commands;
using LitePipeline.Cli.Watching;

namespace LitePipeline.Cli.Running;

/// <summary><c>work run</c>: starts a work, shows it until it ends, prints its result, and ends as it ended.</summary>
internal static class WorkRunCommand
{
    public static ToolCommand Create(ClientOptions client)
    {
        var workflow = Flags.WorkflowId();
        var name = Flags.Required("--name", "-n", "The work's name.");
        var input = JsonFlag.Input("The work's");
        var flags = new RunFlags();
        var command = new ToolCommand("run", $"Start a work, show it until it ends, and print its result. {Outcome.Description}") { workflow, name, input };
        flags.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var manager = client.Connect(parsed);
            var remote = manager.Remote;
            var id = await RunResult.StartAsync(manager, "work/create", WorkCommands.WorkBody(parsed, workflow, name, input), "work_id", cancellationToken);
            var ended = await RunResult.FollowAsync(parsed, "work", id, () => remote.AskAsync(_ => WatchScreen.ShowAsync(flags.Screen(parsed), view =>
                new WorkWatcher(remote, view, flags.WithLogs(parsed), TimeProvider.System).WatchAsync(RemoteManager.ParseWork(id), cancellationToken))));
            await RunResult.PrintAsync(parsed, manager, "work/info", Query.None.With("work_id", id), "info", flags.OnOneLine(parsed), cancellationToken);
            return Outcome.Of($"work {ended.Work.Name}", ended.Work.State.Status!.Value, ended.Work.State.Message);
        });
        return command.Example("127.0.0.1:8000 work run -w WORKFLOW_ID -n \"first run\" -i '{\"day\": \"2026-11-24\"}'");
    }
}
