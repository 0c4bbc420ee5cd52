using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using LitePipeline.AspNetCore.Client;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Packages;
using LitePipeline.TestCluster;
using LitePipeline.Transport.Tcp.Handshake;

namespace LitePipeline.Fuzzing.Connections;

/// <summary>Holds thousands of connections to a real manager and sees whether nodes and clients go on beside them.</summary>
internal static partial class IdleCommand
{
    private const int Tasks = 50;

    public static Command Make()
    {
        var connections = new Option<int>("--connections") { Description = "How many.", DefaultValueFactory = _ => 10_000 };
        var command = new Command("idle", "Holds idle and half-sent connections to a real manager's two ports, while a node works, another joins and a client asks.") { connections };
        command.SetAction((given, _) => RunAsync(given.GetValue(connections)));
        return command;
    }

    private static async Task<int> RunAsync(int connections)
    {
        var folder = Directory.CreateTempSubdirectory("litepipeline-idle-").FullName;
        try
        {
            using var manager = await Daemon.StartAsync("is ready", "manager", "--data", Path.Combine(folder, "manager"), "--http", "127.0.0.1:0", "--tcp", "127.0.0.1:0");
            var (http, tcp) = Ports().Match(manager.Ready) is { Success: true } ports
                ? (int.Parse(ports.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(ports.Groups[2].Value, CultureInfo.InvariantCulture))
                : throw new InvalidOperationException($"No ports in: {manager.Ready}");
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{http}") };
            var pipeline = new HttpPipelineManager(client);
            using var node = await JoinAsync(folder, "first", tcp, pipeline);
            var application = await DeployAsync(pipeline);
            await WorkAsync(pipeline, application);

            Console.WriteLine($"{connections:N0} connections; {Tasks} tasks are run one after the other, then a node joins");
            Console.WriteLine("phase                                   open   memory MiB   descriptors   manager's CPU s   tasks s   join s");
            await PhaseAsync("none", null);
            await PhaseAsync("nodes' port, silent", () => Crowd.GatherAsync(connections, tcp, default));
            await PhaseAsync("nodes' port, half a greeting", () => Crowd.GatherAsync(connections, tcp, Greeting().AsMemory(0, 6)));
            await PhaseAsync("HTTP port, silent", () => Crowd.GatherAsync(connections, http, default));
            await PhaseAsync("HTTP port, half a request", () => Crowd.GatherAsync(connections, http, "POST /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\nContent-"u8.ToArray()));
            await PhaseAsync("HTTP port, half a body", () => Crowd.GatherAsync(connections, http, "POST /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"a"u8.ToArray()));
            await PhaseAsync("none again", null);
            return 0;

            async Task PhaseAsync(string name, Func<Task<Crowd>>? gather)
            {
                var processor = manager.Processor;
                using var crowd = gather is null ? null : await gather();
                var begun = TimeProvider.System.GetTimestamp();
                await WorkAsync(pipeline, application);
                var worked = TimeProvider.System.GetElapsedTime(begun);
                begun = TimeProvider.System.GetTimestamp();
                using var newcomer = await JoinAsync(folder, Guid.NewGuid().ToString("N"), tcp, pipeline);
                var joined = TimeProvider.System.GetElapsedTime(begun);
                Report(crowd?.Open ?? 0, $"{worked.TotalSeconds,9:F1}{joined.TotalSeconds,9:F1}");
                if (crowd is null) return;
                // What the manager's own times shed; what it may hold for minutes is not waited for.
                await Task.Delay(TimeSpan.FromSeconds(20), TimeProvider.System);
                (processor, name) = (manager.Processor, "  20 s later");
                Report(crowd.Open, "");

                void Report(int open, string rest) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{name,-34}{open,10:N0}{manager.MemoryMiB,13:N0}{manager.Descriptors,14:N0}{(manager.Processor - processor).TotalSeconds,18:F1} {rest}"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Greeting()
    {
        var bytes = new byte[Preface.Size];
        Preface.Write(bytes);
        return bytes;
    }

    private static async Task<Daemon> JoinAsync(string folder, string name, int tcp, HttpPipelineManager manager)
    {
        var node = await Daemon.StartAsync("", "node", "--data", Path.Combine(folder, name), "--name", name, "--manager", $"127.0.0.1:{tcp}", "--slots", "1");
        await LitePipelineTestCluster.UntilAsync(async () => (await manager.GetClusterAsync()).Nodes.Any(known => known.Description.Name == name), $"{name} has joined", TimeSpan.FromMinutes(2));
        return node;
    }

    private static async Task<AppId> DeployAsync(HttpPipelineManager manager)
    {
        using var package = new MemoryStream();
        await PackageBuilder.PackDefinitionAsync(new ApplicationDefinition { Actions = [new ActionDefinition { Name = "first", Main = "true" }], OutputAction = "first" }, "app", package);
        package.Position = 0;
        return await manager.CreateApplicationAsync(new CreateApplicationRequest("application", PackageFormat.TarGz), package);
    }

    private static async Task WorkAsync(HttpPipelineManager manager, AppId application)
    {
        for (var i = 0; i < Tasks; i++)
        {
            var task = await manager.WaitForTaskAsync(await manager.SubmitTaskAsync(new SubmitTaskRequest(application, "task")));
            PromiseBrokenException.Unless(task.Task.State.Status == RunStatus.Success, $"A task ended as {task.Task.State.Status}.");
        }
    }

    [GeneratedRegex(@":(\d+)[^:]*\(nodes: [^:]*:(\d+),")]
    private static partial Regex Ports();
}
