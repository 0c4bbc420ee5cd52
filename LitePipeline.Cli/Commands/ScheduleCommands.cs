using System.CommandLine;
using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Commands;

/// <summary><c>schedule</c>: tasks and works that start by the clock.</summary>
internal static class ScheduleCommands
{
    private static readonly string[] Described =
        ["schedule_id", "source", "source_id", "schedule_name", "create_at", "update_at", "hour", "minute", "day_of_month", "day_of_week", "enable"];

    public static Command Create(ClientOptions client) => new("schedule", "Schedules: create, update, list, info, delete.")
    {
        Add(client), Update(client), Delete(client), List(client), Info(client),
    };

    private static ClientCommand Add(ClientOptions client)
    {
        var (app, workflow) = Sources();
        var name = Flags.Required("--name", "-n", "The schedule's name; what it starts has the same.");
        var input = JsonFlag.Input("The task's or work's");
        var times = new ScheduleTimes(isNew: true);
        var enable = Flags.EnableOrNot("Whether it starts anything.");
        var command = new ClientCommand("create", "Create a schedule of an application or a workflow.", client,
            (parsed, manager, cancellationToken) => manager.PostAsync("schedule/create",
                times.WriteTo(new RequestBody(parsed).Text(name, "schedule_name").Json("input_data", JsonFlag.InputOrEmpty(parsed, input)).WithSource(parsed, app, workflow, isNeeded: true), parsed).Flag(enable), cancellationToken),
            Answers.Id("schedule_id")) { app, workflow, name, input, enable }
            .Example("127.0.0.1:8000 schedule create -a APP_ID -n nightly -H 2 -m 30 -e true")
            .Example("127.0.0.1:8000 schedule create -w WORKFLOW_ID -n workdays --cron \"0 6 * * 1-5\" --time-zone Europe/Berlin --missed run_once --overlap skip -e true");
        times.AddTo(command);
        return command;
    }

    private static ClientCommand Update(ClientOptions client)
    {
        var id = Flags.ScheduleId();
        var (app, workflow) = Sources();
        var name = Flags.Text("--name", "-n", "The schedule's new name.");
        var input = JsonFlag.Input("The task's or work's");
        var times = new ScheduleTimes(isNew: false);
        var enable = Flags.Enable("Whether it starts anything.");
        var command = new ClientCommand("update", "Change a schedule; what is not given stays.", client,
            (parsed, manager, cancellationToken) => manager.PutAsync("schedule/update",
                times.WriteTo(new RequestBody(parsed).Text(id).Text(name, "schedule_name").WithSource(parsed, app, workflow).Json("input_data", JsonFlag.InputOrNone(parsed, input)), parsed).Flag(enable), cancellationToken),
            Answers.Id("schedule_id")) { id, app, workflow, name, input, enable }
            .Example("127.0.0.1:8000 schedule update -s SCHEDULE_ID -e false");
        times.AddTo(command);
        return command;
    }

    private static ClientCommand Delete(ClientOptions client)
    {
        var id = Flags.ScheduleId();
        return new ClientCommand("delete", "Delete a schedule; what it started goes on.", client,
            (parsed, manager, cancellationToken) => manager.DeleteAsync("schedule/delete", Query.Of(parsed, id), cancellationToken), Answers.Done) { id };
    }

    private static ClientCommand List(ClientOptions client)
    {
        var offset = Flags.Offset();
        var limit = Flags.Limit();
        var id = Flags.Text("--schedule_id", "-s", "Only the schedule of this id.");
        var app = Flags.Text("--app_id", "-a", "Only schedules of this application.");
        var workflow = Flags.Text("--workflow_id", "-w", "Only schedules of this workflow.");
        var name = Flags.Text("--name", "-n", "Only schedules of this name; * stands for any text.");
        var enable = Flags.Enable("Only those that are enabled, or only those that are not.");
        return new ClientCommand("list", "List schedules, newest first.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync("schedule/list",
                Query.Of(parsed, offset, limit, id, name, enable).With("source_id", parsed.GetValue(workflow) ?? parsed.GetValue(app)), cancellationToken),
            Answers.List("schedules", Described)) { offset, limit, id, app, workflow, name, enable }
            .Watched("schedule_");
    }

    private static ClientCommand Info(ClientOptions client)
    {
        var id = Flags.ScheduleId();
        return new ClientCommand("info", "Describe a schedule; with -r, when it is due next too.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync("schedule/info", Query.Of(parsed, id), cancellationToken), Answers.One("schedule_info", Described)) { id }
            .Watched("schedule_");
    }

    private static (Option<string> App, Option<string> Workflow) Sources() =>
        (Flags.Text("--app_id", "-a", "The application that it starts."), Flags.Text("--workflow_id", "-w", "The workflow that it starts."));

    // Where both are given the original takes the application.
    private static RequestBody WithSource(this RequestBody body, ParseResult parsed, Option<string> app, Option<string> workflow, bool isNeeded = false) =>
        parsed.GetValue(app) is { Length: > 0 } ? body.With("source", "application").Text(app, "source_id")
        : parsed.GetValue(workflow) is { Length: > 0 } ? body.With("source", "workflow").Text(workflow, "source_id")
        : isNeeded ? throw ToolException.Usage("Name what the schedule starts: -a/--app_id or -w/--workflow_id.")
        : body;
}
