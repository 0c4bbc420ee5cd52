using System.CommandLine;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Commands;
using LitePipeline.Cli.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Cli.Servers;

/// <summary><c>up</c>, <c>manager</c>, <c>node</c> and <c>viewer</c>: the servers.</summary>
internal static class ServerCommands
{
    public static Command Up()
    {
        var (data, postgres, http, tcp, slots, token, docker) = (ServerOptions.Data("up"), ServerOptions.Postgres(), ServerOptions.Http(), ServerOptions.Tcp(), ServerOptions.Slots(), ServerOptions.Token(), ServerOptions.Docker());
        var command = new ToolCommand("up", "Run a manager, a node, the HTTP API and the viewer in one process, until Ctrl-C.") { data, postgres, http, tcp, slots, token, docker };
        command.SetAction((parsed, cancellationToken) => ManagerHost.RunAsync(Manager(parsed, data, postgres, http, tcp, token), (services, folder) =>
        {
            var node = services.AddLitePipelineNode(node => (node.DataPath, node.Slots) = (folder.In("node"), parsed.GetValue(slots)))
                .UseOwnManager()
                .UseProcessExecutor();
            if (parsed.GetValue(docker)) new DockerSettings().AddTo(node);
        }, parsed.InvocationConfiguration.Output, cancellationToken));
        return command.Example("up").Example("up --data /srv/litepipeline --slots 8");
    }

    public static Command Manager()
    {
        var (data, postgres, http, tcp, token) = (ServerOptions.Data("manager"), ServerOptions.Postgres(), ServerOptions.Http(), ServerOptions.Tcp(), ServerOptions.Token());
        var file = new ConfigurationOptions(ConfigurationKind.Manager);
        var command = new ToolCommand("manager", "Run a manager and its HTTP API, until Ctrl-C.") { data, postgres, http, tcp, token };
        file.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var invocation = parsed.InvocationConfiguration;
            if (await file.GenerateAsync(parsed)) return ExitCode.Ok;
            var settings = await file.ReadAsync(parsed, ManagerConfiguration.Read) ?? Manager(parsed, data, postgres, http, tcp, token);
            return await ManagerHost.RunAsync(settings, null, invocation.Output, cancellationToken);
        });
        return command.Example("manager --data /srv/manager").Example("manager -g /srv/manager").Example("manager -c /srv/manager/configuration.yml");
    }

    public static Command Node()
    {
        var (data, slots, token, docker) = (ServerOptions.Data("node"), ServerOptions.Slots(), ServerOptions.Token(), ServerOptions.Docker());
        var manager = new Option<string>("--manager") { Description = "The manager's address for nodes.", DefaultValueFactory = _ => "127.0.0.1:6001", HelpName = "HOST:PORT" };
        var name = ServerOptions.NotEmpty(new Option<string?>("--name") { Description = "The node's name; the machine's by default.", HelpName = "NAME" });
        var file = new ConfigurationOptions(ConfigurationKind.Node);
        var command = new ToolCommand("node", "Run a node, until Ctrl-C; or list, drain, resume or remove nodes of a cluster.") { data, manager, slots, token, name, docker };
        file.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (await file.GenerateAsync(parsed)) return ExitCode.Ok;
            var settings = await file.ReadAsync(parsed, NodeConfiguration.Read) ?? new NodeSettings
            {
                DataPath = parsed.GetValue(data)!,
                Manager = ServerOptions.Address(parsed, manager),
                Token = parsed.GetValue(token),
                Name = parsed.GetValue(name),
                Slots = parsed.GetValue(slots),
                Docker = parsed.GetValue(docker) ? new DockerSettings() : null,
            };
            return await NodeHost.RunAsync(settings, parsed.InvocationConfiguration.Output, cancellationToken);
        });
        return command.Example("node --manager 192.168.1.10:6001 --token TOKEN --slots 4").Example("node -g /srv/node").Example("node -c /srv/node/configuration.yml");
    }

    public static Command Viewer()
    {
        var http = ServerOptions.Http("127.0.0.1:8088", "Where the pages are; port 0 takes a free one.");
        var manager = new Option<string>("--manager") { Description = "The manager's HTTP API.", DefaultValueFactory = _ => "127.0.0.1:8000", HelpName = "HOST:PORT" };
        var file = new ConfigurationOptions(ConfigurationKind.Viewer);
        var command = new ToolCommand("viewer", "Run the viewer: pages that show a manager, until Ctrl-C. 'up' and 'manager' have them too, at /viewer.") { http, manager };
        file.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (await file.GenerateAsync(parsed)) return ExitCode.Ok;
            var settings = await file.ReadAsync(parsed, ViewerConfiguration.Read) ?? new ViewerSettings(ServerOptions.Address(parsed, http), new ManagerAddress(ServerOptions.Address(parsed, manager)), new ServerLogs());
            return await ViewerHost.RunAsync(settings, parsed.InvocationConfiguration.Output, cancellationToken);
        });
        return command.Example("viewer --manager 192.168.1.10:8000").Example("viewer -g /srv/viewer").Example("viewer -c /srv/viewer/configuration.yml");
    }

    private static ManagerSettings Manager(ParseResult parsed, Option<string> data, Option<string?> postgres, Option<string> http, Option<string> tcp, Option<string?> token) => new()
    {
        DataPath = parsed.GetValue(data)!,
        Postgres = parsed.GetValue(postgres) is { } file ? new PostgresSettings(null, Path.GetFullPath(file)) : null,
        Http = ServerOptions.Address(parsed, http),
        Tcp = ServerOptions.Address(parsed, tcp),
        Token = parsed.GetValue(token),
    };
}
