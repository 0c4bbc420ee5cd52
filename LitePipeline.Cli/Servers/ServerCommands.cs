using System.CommandLine;
using LitePipeline.Cli.Client;
using LitePipeline.Hosting.Node;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Cli.Servers;

/// <summary><c>up</c>, <c>manager</c> and <c>node</c>: the servers.</summary>
internal static class ServerCommands
{
    public static Command Up()
    {
        var (data, http, tcp, slots, token) = (ServerOptions.Data("up"), ServerOptions.Http(), ServerOptions.Tcp(), ServerOptions.Slots(), ServerOptions.Token());
        var command = new Command("up", "Run a manager, a node and the HTTP API in one process, until Ctrl-C.") { data, http, tcp, slots, token };
        command.SetAction((parsed, cancellationToken) =>
        {
            var nodes = ServerOptions.Address(parsed, tcp);
            return ManagerHost.RunAsync(parsed.GetValue(data)!, ServerOptions.Address(parsed, http), nodes, parsed.GetValue(token), (services, folder) =>
                services.AddLitePipelineNode(node => (node.DataPath, node.Slots) = (folder.In("node"), parsed.GetValue(slots)))
                    .UseOwnManager()
                    .UseProcessExecutor(), parsed.InvocationConfiguration.Output, cancellationToken);
        });
        return command;
    }

    public static Command Manager()
    {
        var (data, http, tcp, token) = (ServerOptions.Data("manager"), ServerOptions.Http(), ServerOptions.Tcp(), ServerOptions.Token());
        var command = new Command("manager", "Run a manager and its HTTP API, until Ctrl-C.") { data, http, tcp, token };
        command.SetAction((parsed, cancellationToken) => ManagerHost.RunAsync(
            parsed.GetValue(data)!, ServerOptions.Address(parsed, http), ServerOptions.Address(parsed, tcp), parsed.GetValue(token), null, parsed.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    public static Command Node()
    {
        var (data, slots, token) = (ServerOptions.Data("node"), ServerOptions.Slots(), ServerOptions.Token());
        var manager = new Option<string>("--manager") { Description = "The manager's address for nodes.", DefaultValueFactory = _ => "127.0.0.1:6001", HelpName = "HOST:PORT" };
        var name = ServerOptions.NotEmpty(new Option<string?>("--name") { Description = "The node's name; the machine's by default.", HelpName = "NAME" });
        var command = new Command("node", "Run a node, until Ctrl-C.") { data, manager, slots, token, name };
        command.SetAction((parsed, cancellationToken) => RunNodeAsync(
            parsed.GetValue(data)!, ServerOptions.Address(parsed, manager), parsed.GetValue(slots), parsed.GetValue(token), parsed.GetValue(name), parsed.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    private static async Task<int> RunNodeAsync(string data, HostPort manager, int slots, string? token, string? name, TextWriter output, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        var silence = new StartSilence();
        silence.AddTo(builder.Logging);
        builder.Services.AddLitePipelineNode(node =>
            {
                (node.DataPath, node.Slots) = (Path.GetFullPath(data), slots);
                if (name is not null) node.Name = name;
            })
            .UseTcpTransport(tcp => (tcp.ManagerHost, tcp.ManagerPort, tcp.Token) = (manager.Host, manager.Port, token ?? tcp.Token))
            .UseProcessExecutor();
        using var host = builder.Build();
        await StartFailure.GuardAsync("node", silence, () => host.StartAsync(cancellationToken));
        await output.WriteLineAsync($"The LitePipeline node {host.Services.GetRequiredService<IOptions<NodeOptions>>().Value.Name} runs: {slots} slots (manager: {manager}, data: {Path.GetFullPath(data)})");
        await output.FlushAsync(cancellationToken);
        await host.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Ok;
    }
}
