using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using LitePipeline.AspNetCore.Client;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;

namespace LitePipeline.EndToEnd.Tests;

/// <summary>A manager and nodes, each a process of the tool, with one folder for all that they and the test write.</summary>
internal sealed partial class ProcessCluster : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-cluster-");
    private readonly Dictionary<string, ToolProcess> _nodes = new(StringComparer.Ordinal);
    private ToolProcess? _manager;

    private ProcessCluster(string settings, string hostSettings, int returnTimeout)
    {
        File.WriteAllText(In("appsettings.json"), hostSettings);
        (Http, Tcp) = ($"127.0.0.1:{FreePort()}", $"127.0.0.1:{FreePort()}");
        File.WriteAllText(In("manager.yml"), $"""
            data_path: {In("manager")}
            http_port: {Http.Split(':')[1]}
            tcp_port: {Tcp.Split(':')[1]}
            node_return_timeout: {returnTimeout}
            stop_grace_period: 1

            """ + settings);
        Client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromSeconds(1) }) { BaseAddress = new Uri($"http://{Http}") };
        Manager = new HttpPipelineManager(Client);
    }

    /// <summary>The manager's HTTP address.</summary>
    public string Http { get; }

    /// <summary>The manager's address for nodes.</summary>
    public string Tcp { get; }

    public HttpClient Client { get; }

    public HttpPipelineManager Manager { get; }

    public string Folder => _folder.FullName;

    /// <summary>Starts a manager with these lines in its configuration.yml and this as its appsettings.json, and nodes named node-1 and so on.</summary>
    /// <remarks>A lost node's work moves after <paramref name="returnTimeout"/> seconds, and a stop is enforced after one: within a test's patience.</remarks>
    public static async Task<ProcessCluster> StartAsync(int nodes = 1, int slots = 2, string settings = "", string hostSettings = "{}", int returnTimeout = 1)
    {
        var cluster = new ProcessCluster(settings, hostSettings, returnTimeout);
        try
        {
            await cluster.StartManagerAsync();
            await Task.WhenAll(Enumerable.Range(1, nodes).Select(number => cluster.StartNodeAsync($"node-{number}", slots)));
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    public async Task StartManagerAsync() => _manager = await ToolProcess.ServeInAsync(Folder, "LitePipeline is ready", "manager", "-c", In("manager.yml"));

    public async Task StartNodeAsync(string name, int slots = 2, string? manager = null)
    {
        var node = await ToolProcess.ServeAsync($"runs: {slots} slots", "node", "--data", In(name), "--manager", manager ?? Tcp, "--slots", $"{slots}", "--name", name);
        lock (_nodes) _nodes[name] = node;
    }

    /// <summary><c>kill -9</c> of the manager's process.</summary>
    public void KillManager()
    {
        _manager!.Kill();
        _manager.Dispose();
    }

    /// <summary><c>kill -9</c> of a node's process; what it had started lives on.</summary>
    public void KillNode(string name)
    {
        _nodes[name].Kill();
        _nodes[name].Dispose();
        _nodes.Remove(name);
    }

    public string In(string name) => Path.Combine(Folder, name);

    /// <summary>The lines that actions have written into a file of the cluster's folder.</summary>
    public string[] Lines(string name) => File.Exists(In(name)) ? File.ReadAllLines(In(name)) : [];

    /// <summary>Runs the tool against the manager, in the cluster's folder.</summary>
    public Task<(int ExitCode, string Printed)> RunAsync(params string[] words) => ProgramAsync("dotnet", [ToolProcess.Tool, Http, .. words]);

    /// <summary>Runs a command of the tool that must succeed, and reads the JSON that it prints.</summary>
    public async Task<JsonElement> AskAsync(params string[] words)
    {
        using var tool = ToolProcess.Program("dotnet", Folder, [ToolProcess.Tool, Http, .. words, "--json"]);
        Assert.True(await tool.ExitCodeAsync() == 0, $"{string.Join(' ', words)}: {tool.Printed}");
        return JsonElement.Parse(tool.Output);
    }

    /// <summary>Runs any program in the cluster's folder.</summary>
    public async Task<(int ExitCode, string Printed)> ProgramAsync(string program, params string[] arguments)
    {
        using var process = ToolProcess.Program(program, Folder, arguments);
        return (await process.ExitCodeAsync(), process.Printed);
    }

    /// <summary>Runs any program that must succeed in the cluster's folder.</summary>
    public async Task<string> MustAsync(string program, params string[] arguments)
    {
        var (code, printed) = await ProgramAsync(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: {printed}");
        return printed;
    }

    /// <summary>The configuration of an application of one action, which is named only.</summary>
    /// <param name="main">Its command line.</param>
    /// <param name="action">More members of the action, each with a comma before it.</param>
    /// <param name="application">More members of the application, too.</param>
    public static string OnlyAction(string main, string action = "", string application = "") =>
        $$"""{"actions": [{"name": "only", "main": {{JsonSerializer.Serialize(main)}}{{action}} }], "output_action": "only"{{application}} }""";

    /// <summary>Writes an application's folder, and packs it.</summary>
    public async Task<string> PackAsync(string name, string configuration, params (string Name, string Text)[] files)
    {
        var folder = Directory.CreateDirectory(In($"{name}-source/{name}"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "configuration.json"), configuration);
        foreach (var (file, text) in files) await File.WriteAllTextAsync(Path.Combine(folder.FullName, file), text);
        await MustAsync("tar", "czf", In($"{name}.tar.gz"), "-C", In($"{name}-source"), name);
        return In($"{name}.tar.gz");
    }

    /// <summary>Deploys an application.</summary>
    public async Task<AppId> DeployAsync(string name, string configuration, params (string Name, string Text)[] files)
    {
        await using var package = File.OpenRead(await PackAsync(name, configuration, files));
        return await Manager.CreateApplicationAsync(new(name, Core.Packages.PackageFormat.TarGz), package);
    }

    /// <summary>Submits a task by the tool.</summary>
    public async Task<TaskId> TaskAsync(AppId app, params string[] more) =>
        new(Guid.Parse((await AskAsync(["task", "create", "-a", $"{app}", "-n", "job", .. more])).GetProperty("task_id").GetString()!));

    public Task UntilTaskAsync(TaskId task, RunStage stage) =>
        UntilAsync(async () => (await Manager.GetTaskAsync(task)).Task.State.Stage == stage, $"task {task} is {stage}");

    public Task UntilNodesAsync(int nodes) =>
        UntilAsync(async () => (await Manager.GetClusterAsync()).Nodes.Count == nodes, $"{nodes} nodes have joined");

    public static Task UntilAsync(Func<bool> holds, string what) => UntilAsync(() => Task.FromResult(holds()), what);

    /// <summary>Waits until something holds, longer than a machine under load needs.</summary>
    public static Task UntilAsync(Func<Task<bool>> holds, string what) => LitePipelineTestCluster.UntilAsync(holds, what, TimeSpan.FromMinutes(2));

    /// <summary>The processes that run in the packages of a node, or of all.</summary>
    public IReadOnlyList<int> Processes(string node = "node-") =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => Digits().IsMatch(name!)).Select(name => int.Parse(name!, null)).Where(process => Runs(process, In(node)))];

    public void Dispose()
    {
        foreach (var node in _nodes.Values) node.Dispose();
        _manager?.Dispose();
        foreach (var process in Processes()) Kill(process);
        Client.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary><c>kill -9</c> of any process.</summary>
    public static void Kill(int process)
    {
        try
        {
            using var running = Process.GetProcessById(process);
            running.Kill();
            running.WaitForExit();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private static bool Runs(int process, string below)
    {
        try
        {
            return new FileInfo($"/proc/{process}/cwd").LinkTarget?.StartsWith(below, StringComparison.Ordinal) == true;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"^\d+$")]
    private static partial Regex Digits();
}
