using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Watching;

namespace LitePipeline.Cli.Commands;

/// <summary><c>task</c>: tasks.</summary>
internal static class TaskCommands
{
    private static readonly string[] Created = ["task_id", "result", "message"];
    private static readonly string[] Done = ["result", "message"];
    private static readonly string[] Described = ["task_id", "application_id", "task_name", "create_at", "start_at", "end_at", "stage", "status"];

    public static Command Create(ClientOptions client) => new("task", "Tasks: create, list, info, watch, logs, stop, delete.")
    {
        Submit(client), Delete(client), List(client), Info(client), Stop(client), TaskWatchCommand.Create(client), TaskLogsCommand.Create(client),
    };

    private static ClientCommand Submit(ClientOptions client)
    {
        var app = Flags.AppId();
        var name = Flags.Required("--name", "-n", "The task's name.");
        var input = Flags.Text("--input", "-i", "The task's input: a JSON object.");
        return new ClientCommand("create", "Submit a task.", client, (parsed, manager, cancellationToken) =>
        {
            using var data = Input(parsed.GetValue(input));
            var body = ManagerClient.Json(json =>
            {
                json.WriteString("task_name", parsed.GetValue(name));
                json.WriteString("app_id", parsed.GetValue(app));
                json.WritePropertyName("input_data");
                data.WriteTo(json);
            });
            return manager.PostAsync("task/create", body, cancellationToken);
        }, answer => [new([answer], Created)]) { app, name, input };
    }

    private static ClientCommand Delete(ClientOptions client)
    {
        var id = Flags.TaskId();
        return new ClientCommand("delete", "Delete a finished task.", client,
            (parsed, manager, cancellationToken) => manager.DeleteAsync("task/delete", Query.None.With("task_id", parsed.GetValue(id)), cancellationToken),
            answer => [new([answer], Done)]) { id };
    }

    private static ClientCommand List(ClientOptions client)
    {
        var offset = Flags.Offset();
        var limit = Flags.Limit();
        var task = Flags.Text("--task_id", "-t", "Only the task of this id.");
        var app = Flags.Text("--app_id", "-a", "Only tasks of this application.");
        var work = Flags.Text("--work_id", "-w", "Only tasks of this work.");
        var name = Flags.Text("--name", "-n", "Only tasks of this name; * stands for any text.");
        var stage = Flags.Text("--stage", "-s", "Only tasks in this stage.").AcceptOnlyFromAmong("pending", "running", "stopping", "recovering", "finished");
        var status = Flags.Text("--status", "-S", "Only tasks that ended so.").AcceptOnlyFromAmong("success", "fail", "kill", "cancel", "terminate", "error");
        return new ClientCommand("list", "List tasks, newest first.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync("task/list", Query.None
                .With("offset", parsed.GetValue(offset).ToString(CultureInfo.InvariantCulture))
                .With("limit", parsed.GetValue(limit).ToString(CultureInfo.InvariantCulture))
                .With("task_id", parsed.GetValue(task))
                .With("app_id", parsed.GetValue(app))
                .With("work_id", parsed.GetValue(work))
                .With("name", parsed.GetValue(name))
                .With("stage", parsed.GetValue(stage))
                .With("status", parsed.GetValue(status)), cancellationToken),
            answer => [new(ClientCommand.Rows(answer, "tasks"), Described)]) { offset, limit, task, app, work, name, stage, status };
    }

    private static ClientCommand Info(ClientOptions client)
    {
        var id = Flags.TaskId();
        return new ClientCommand("info", "Describe a task.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync("task/info", Query.None.With("task_id", parsed.GetValue(id)), cancellationToken),
            answer => [new(ClientCommand.Row(answer, "task_info"), Described)]) { id };
    }

    private static ClientCommand Stop(ClientOptions client)
    {
        var id = Flags.TaskId();
        var signal = new Option<int>("--signal", "-g") { Description = "-9 ends its processes at once, -15 asks them to end.", DefaultValueFactory = _ => -9 };
        signal.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is not (-9 or -15)) result.AddError("-g/--signal is neither -9 nor -15; give -9 (kill) or -15 (terminate).");
        });
        return new ClientCommand("stop", "Stop a task.", client,
            (parsed, manager, cancellationToken) => manager.PutAsync("task/stop", ManagerClient.Json(json =>
            {
                json.WriteString("task_id", parsed.GetValue(id));
                json.WriteNumber("signal", parsed.GetValue(signal));
            }), cancellationToken),
            answer => [new([answer], Done)]) { id, signal };
    }

    private static JsonDocument Input(string? text)
    {
        try
        {
            return JsonDocument.Parse(string.IsNullOrEmpty(text) ? "{}" : text);
        }
        catch (JsonException wrong)
        {
            throw ToolException.Usage($"-i/--input is not JSON at character {wrong.BytePositionInLine + 1} of line {wrong.LineNumber + 1}. Give one JSON object, as in -i '{{\"x\": 1}}'.");
        }
    }
}
