using System.CommandLine;
using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Commands;

/// <summary><c>workflow</c>: graphs of applications.</summary>
internal static class WorkflowCommands
{
    private const string Events = "workflow_";

    public static Command Create(ClientOptions client) => new("workflow", "Workflows: create, update, list, info, delete.")
    {
        Add(client), Delete(client), Update(client), List(client), Info(client),
    };

    private static Option<string> Configuration() => Flags.Text("--config", "-c", "The file that has the workflow's configuration, as JSON.");

    private static RequestBody WithConfiguration(this RequestBody body, ParseResult parsed, Option<string> file) =>
        body.Json("configuration", parsed.GetValue(file) is { Length: > 0 } path ? JsonFlag.ReadFile(path, "-c/--config") : null);

    private static ClientCommand Add(ClientOptions client)
    {
        var name = Flags.Required("--name", "-n", "The workflow's name.");
        var file = Configuration();
        var description = Flags.TextOrEmpty("--description", "-d", "What the workflow is for.");
        var enable = Flags.EnableOrNot("Whether works of it may be created.");
        return new ClientCommand("create", "Create a workflow.", client,
            (parsed, manager, cancellationToken) => manager.PostAsync("workflow/create",
                new RequestBody(parsed).Text(name).WithConfiguration(parsed, file).Text(description).Flag(enable), cancellationToken),
            Answers.Id("workflow_id")) { name, file, description, enable }
            .Example("127.0.0.1:8000 workflow create -n nightly -c workflow.json -e true");
    }

    private static ClientCommand Update(ClientOptions client)
    {
        var id = Flags.WorkflowId();
        var name = Flags.Text("--name", "-n", "The workflow's new name.");
        var file = Configuration();
        var description = Flags.Text("--description", "-d", "What the workflow is for.");
        var enable = Flags.Enable("Whether works of it may be created.");
        return new ClientCommand("update", "Change a workflow; what is not given stays.", client,
            (parsed, manager, cancellationToken) => manager.PutAsync("workflow/update",
                new RequestBody(parsed).Text(id).Text(name).WithConfiguration(parsed, file).Text(description).Flag(enable), cancellationToken),
            Answers.Id("workflow_id")) { id, name, file, description, enable }
            .Example("127.0.0.1:8000 workflow update -w WORKFLOW_ID -e false");
    }

    private static ClientCommand Delete(ClientOptions client)
    {
        var id = Flags.WorkflowId();
        return new ClientCommand("delete", "Delete a workflow; its works go on.", client,
            (parsed, manager, cancellationToken) => manager.DeleteAsync("workflow/delete", Query.Of(parsed, id), cancellationToken), Answers.Done) { id };
    }

    private static ClientCommand List(ClientOptions client)
    {
        var offset = Flags.Offset();
        var limit = Flags.Limit();
        var id = Flags.Text("--workflow_id", "-w", "Only the workflow of this id.");
        var name = Flags.Text("--name", "-n", "Only workflows of this name; * stands for any text.");
        return new ClientCommand("list", "List workflows, newest first.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync("workflow/list", Query.Of(parsed, offset, limit, name).With("id", parsed.GetValue(id)), cancellationToken),
            Answers.List("workflows", "workflow_id", "name", "create_at", "update_at", "enable")) { offset, limit, id, name }
            .Watched(Events);
    }

    private static ClientCommand Info(ClientOptions client)
    {
        var id = Flags.WorkflowId();
        return new ClientCommand("info", "Describe a workflow; with -r, its configuration too.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync("workflow/info", Query.Of(parsed, id), cancellationToken),
            Answers.One("info", "workflow_id", "name", "create_at", "update_at", "enable", "description")) { id }
            .Watched(Events);
    }
}
