using System.CommandLine;
using LitePipeline.Cli.Client;

namespace LitePipeline.Cli.Commands;

/// <summary><c>service</c>: applications of which one task is kept alive.</summary>
internal static class ServiceCommands
{
    private static readonly string[] Described = ["service_id", "name", "application_id", "task_id", "create_at", "update_at", "stage", "status", "enable"];
    private static readonly string[] Events = ["service_", "task_"];

    public static Command Create(ClientOptions client) => new("service", "Services: create, update, list, info, delete.")
    {
        Add(client), Update(client), Delete(client), List(client), Info(client),
    };

    private static ClientCommand Add(ClientOptions client)
    {
        var name = Flags.Required("--name", "-n", "The service's name; its tasks have the same.");
        var app = Flags.AppId();
        var input = JsonFlag.Input("Its tasks'");
        var description = Flags.TextOrEmpty("--description", "-d", "What the service is for.");
        var enable = Flags.EnableOrNot("Whether it is to run.");
        return new ClientCommand("create", "Create a service of an application.", client,
            (parsed, manager, cancellationToken) => manager.PostAsync("service/create",
                new RequestBody(parsed).Text(name).Text(app).Text(description).Json("input_data", JsonFlag.InputOrEmpty(parsed, input)).Flag(enable), cancellationToken),
            Answers.Id("service_id")) { name, app, input, description, enable }
            .Example("127.0.0.1:8000 service create -n watcher -a APP_ID -i '{\"folder\": \"/srv/in\"}' -e true");
    }

    private static ClientCommand Update(ClientOptions client)
    {
        var id = Flags.ServiceId();
        var app = Flags.Text("--app_id", "-a", "Another application; it counts from the next start on.");
        var name = Flags.Text("--name", "-n", "The service's new name.");
        var input = JsonFlag.Input("Its tasks'");
        var description = Flags.Text("--description", "-d", "What the service is for.");
        var enable = Flags.Enable("Whether it is to run; false stops its task.");
        return new ClientCommand("update", "Change a service; what is not given stays.", client,
            (parsed, manager, cancellationToken) => manager.PutAsync("service/update",
                new RequestBody(parsed).Text(id).Text(name).Text(app).Text(description).Json("input_data", JsonFlag.InputOrNone(parsed, input)).Flag(enable), cancellationToken),
            Answers.Id("service_id")) { id, app, name, input, description, enable }
            .Example("127.0.0.1:8000 service update -s SERVICE_ID -e false");
    }

    private static ClientCommand Delete(ClientOptions client)
    {
        var id = Flags.ServiceId();
        return new ClientCommand("delete", "Delete a service; its task is stopped.", client,
            (parsed, manager, cancellationToken) => manager.DeleteAsync("service/delete", Query.Of(parsed, id), cancellationToken), Answers.Done) { id };
    }

    private static ClientCommand List(ClientOptions client)
    {
        var offset = Flags.Offset();
        var limit = Flags.Limit();
        var id = Flags.Text("--service_id", "-s", "Only the service of this id.");
        var app = Flags.Text("--app_id", "-a", "Only services of this application.");
        var name = Flags.Text("--name", "-n", "Only services of this name; * stands for any text.");
        var enable = Flags.Enable("Only those that are enabled, or only those that are not.");
        return new ClientCommand("list", "List services, newest first.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync("service/list", Query.Of(parsed, offset, limit, id, app, name, enable), cancellationToken),
            Answers.List("services", Described)) { offset, limit, id, app, name, enable }
            .Watched(Events);
    }

    private static ClientCommand Info(ClientOptions client)
    {
        var id = Flags.ServiceId();
        return new ClientCommand("info", "Describe a service.", client,
            (parsed, manager, cancellationToken) => manager.GetAsync("service/info", Query.Of(parsed, id), cancellationToken), Answers.One("service_info", Described)) { id }
            .Watched(Events);
    }
}
