using System.CommandLine;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Running;

namespace LitePipeline.Cli.Commands;

/// <summary><c>work</c>: one run of a workflow each.</summary>
internal static class WorkCommands
{
    private static readonly string[] Described = ["work_id", "workflow_id", "name", "create_at", "start_at", "end_at", "stage", "status"];

    public static Command Create(ClientOptions client) => new("work", "Works: create, run, list, info, stop, rerun, recover, delete.")
    {
        Add(client), WorkRunCommand.Create(client), Delete(client), List(client), Info(client),
        Again("rerun", "Run a finished work again, all of it, under the same id.", client),
        Again("recover", "Run again what of a finished work has not succeeded.", client),
        Stop(client),
    };

    private static ClientCommand Add(ClientOptions client)
    {
        var workflow = Flags.WorkflowId();
        var name = Flags.Required("--name", "-n", "The work's name.");
        var input = JsonFlag.Input("The work's");
        return new ClientCommand("create", "Start a work of an enabled workflow.", client,
            (parsed, manager, cancellationToken) => manager.PostAsync("work/create", WorkBody(parsed, workflow, name, input), cancellationToken),
            Answers.Id("work_id")) { workflow, name, input }
            .Example("127.0.0.1:8000 work create -w WORKFLOW_ID -n \"first run\" -i '{\"day\": \"2026-11-24\"}'");
    }

    public static RequestBody WorkBody(ParseResult parsed, Option<string> workflow, Option<string> name, Option<string> input) =>
        new RequestBody(parsed).Text(name).Text(workflow).Json("input_data", JsonFlag.InputOrEmpty(parsed, input));

    private static ClientCommand Delete(ClientOptions client)
    {
        var id = Flags.WorkId();
        return new ClientCommand("delete", "Delete a finished work; its tasks stay.", client,
            (parsed, manager, cancellationToken) => manager.DeleteAsync("work/delete", Query.Of(parsed, id), cancellationToken), Answers.Done) { id };
    }

    private static ClientCommand List(ClientOptions client)
    {
        var offset = Flags.Offset();
        var limit = Flags.Limit();
        var work = Flags.Text("--work_id", "-w", "Only the work of this id.");
        // The original's own choice: behind 'work list', -W is not the column's width.
        var workflow = Flags.Text("--workflow_id", "-W", "Only works of this workflow.");
        var name = Flags.Text("--name", "-n", "Only works of this name; * stands for any text.");
        var stage = Flags.Stage("works");
        var status = Flags.Status("works");
        return new ClientCommand("list", "List works, newest first.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync("work/list", Query.Of(parsed, offset, limit, work, workflow, name, stage, status), cancellationToken),
            Answers.List("works", Described)) { offset, limit, work, workflow, name, stage, status }
            .Watched("work_", "task_")
            .Example("127.0.0.1:8000 work list -W WORKFLOW_ID -s finished");
    }

    private static ClientCommand Info(ClientOptions client)
    {
        var id = Flags.WorkId();
        return new ClientCommand("info", "Describe a work; with -r, its applications and their results too.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync("work/info", Query.Of(parsed, id), cancellationToken), Answers.One("info", Described)) { id }
            .Watched("work_", "task_")
            .UntilFinished("info");
    }

    private static ClientCommand Again(string operation, string description, ClientOptions client)
    {
        var id = Flags.WorkId();
        return new ClientCommand(operation, description, client,
            (parsed, manager, cancellationToken) => manager.PutAsync($"work/{operation}", new RequestBody(parsed).Text(id), cancellationToken), Answers.Done) { id };
    }

    private static ClientCommand Stop(ClientOptions client)
    {
        var id = Flags.WorkId();
        var signal = Flags.Signal();
        return new ClientCommand("stop", "Stop a work and its tasks.", client,
            (parsed, manager, cancellationToken) => manager.PutAsync("work/stop", new RequestBody(parsed).Text(id).Number(signal), cancellationToken), Answers.Done) { id, signal };
    }
}
