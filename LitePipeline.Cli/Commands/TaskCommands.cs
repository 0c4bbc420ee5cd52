using System.CommandLine;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Running;
using LitePipeline.Cli.Watching;

namespace LitePipeline.Cli.Commands;

/// <summary><c>task</c>: one run of an application each.</summary>
internal static class TaskCommands
{
    private static readonly string[] Described = ["task_id", "application_id", "task_name", "create_at", "start_at", "end_at", "stage", "status"];
    private static readonly string[] Events = ["task_"];

    public static Command Create(ClientOptions client) => new("task", "Tasks: create, run, list, info, watch, logs, stop, rerun, recover, delete.")
    {
        Submit(client), TaskRunCommand.Create(client), Delete(client), List(client), Info(client), TaskWatchCommand.Create(client), TaskLogsCommand.Create(client),
        Again("rerun", "Run a finished task again, all of it, under the same id.", client),
        Again("recover", "Run again what of a finished task has not succeeded; results and generated actions are kept.", client),
        Stop(client),
    };

    private static ClientCommand Submit(ClientOptions client)
    {
        var app = Flags.AppId();
        var name = Flags.Required("--name", "-n", "The task's name.");
        var input = JsonFlag.Input("The task's");
        var priority = Flags.Priority();
        return new ClientCommand("create", "Submit a task.", client,
            (parsed, manager, cancellationToken) => manager.PostAsync("task/create", TaskBody(parsed, app, name, input, priority), cancellationToken),
            Answers.Id("task_id")) { app, name, input, priority }
            .Example("127.0.0.1:8000 task create -a APP_ID -n job -i '{\"rows\": 100}'")
            .Example("127.0.0.1:8000 task create -a APP_ID -n job -i @input.json --priority 10");
    }

    public static RequestBody TaskBody(ParseResult parsed, Option<string> app, Option<string> name, Option<string> input, Option<int> priority) =>
        new RequestBody(parsed).Text(name, "task_name").Text(app).Json("input_data", JsonFlag.InputOrEmpty(parsed, input)).Number(priority);

    private static ClientCommand Delete(ClientOptions client)
    {
        var id = Flags.TaskId();
        return new ClientCommand("delete", "Delete a finished task and its workspaces.", client,
            (parsed, manager, cancellationToken) => manager.DeleteAsync("task/delete", Query.Of(parsed, id), cancellationToken), Answers.Done) { id };
    }

    private static ClientCommand List(ClientOptions client)
    {
        var offset = Flags.Offset();
        var limit = Flags.Limit();
        var task = Flags.Text("--task_id", "-t", "Only the task of this id.");
        var app = Flags.Text("--app_id", "-a", "Only tasks of this application.");
        var work = Flags.Text("--work_id", "-w", "Only tasks of this work.");
        var name = Flags.Text("--name", "-n", "Only tasks of this name; * stands for any text.");
        var stage = Flags.Stage("tasks");
        var status = Flags.Status("tasks");
        return new ClientCommand("list", "List tasks, newest first.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync("task/list", Query.Of(parsed, offset, limit, task, app, work, name, stage, status), cancellationToken),
            Answers.List("tasks", Described)) { offset, limit, task, app, work, name, stage, status }
            .Watched(Events)
            .Example("127.0.0.1:8000 task list -s finished -S fail -l 20")
            .Example("127.0.0.1:8000 task list -l 20 --watch");
    }

    private static ClientCommand Info(ClientOptions client)
    {
        var id = Flags.TaskId();
        return new ClientCommand("info", "Describe a task; with -r, its input, its results and what of it runs too.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync("task/info", Query.Of(parsed, id), cancellationToken), Answers.One("task_info", Described)) { id }
            .Watched("task_", "action_")
            .UntilFinished("task_info");
    }

    private static ClientCommand Again(string operation, string description, ClientOptions client)
    {
        var id = Flags.TaskId();
        return new ClientCommand(operation, description, client,
            (parsed, manager, cancellationToken) => manager.PutAsync($"task/{operation}", new RequestBody(parsed).Text(id), cancellationToken), Answers.Done) { id };
    }

    private static ClientCommand Stop(ClientOptions client)
    {
        var id = Flags.TaskId();
        var signal = Flags.Signal();
        return new ClientCommand("stop", "Stop a task.", client,
            (parsed, manager, cancellationToken) => manager.PutAsync("task/stop", new RequestBody(parsed).Text(id).Number(signal), cancellationToken), Answers.Done) { id, signal }
            .Example("127.0.0.1:8000 task stop -t TASK_ID -g -15");
    }
}
