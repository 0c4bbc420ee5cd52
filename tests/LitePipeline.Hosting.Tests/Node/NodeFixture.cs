using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Threading.Channels;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting.Executors;
using LitePipeline.Hosting.InProcess;
using LitePipeline.Hosting.Node;
using LitePipeline.Hosting.Packages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LitePipeline.Hosting.Tests.Node;

/// <summary>A folder that goes when its test does.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("litepipeline-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>The manager's end of the transport, driven by a test, with packages that the test packs.</summary>
internal sealed class ScriptedManager : IStreamProvider, IAsyncDisposable
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, byte[]> _packages = [];
    private readonly Channel<ScriptedSession> _sessions = Channel.CreateUnbounded<ScriptedSession>();

    public InProcessTransport Transport { get; } = new();

    /// <summary>Called before a package is sent.</summary>
    public Func<StreamRequest.Package, Task>? BeforePackage { get; set; }

    /// <summary>Sends a package in a test's own way; null to send it as it is.</summary>
    public Func<byte[], Stream, Task>? SendPackage { get; set; }

    public int PackageRequests;

    public Task StartAsync() => Transport.StartAsync(this, AcceptAsync, default);

    public async Task<ScriptedSession> AcceptAsync() => await _sessions.Reader.ReadAsync().AsTask().WaitAsync(Timeout);

    public PackageReference Add(Action<string> fill)
    {
        using var folder = new TemporaryFolder();
        var app = Directory.CreateDirectory(folder["app"]).FullName;
        File.WriteAllText(Path.Combine(app, "configuration.json"), """{"actions":[{"name":"first","main":"true"}],"output_action":"first"}""");
        fill(app);
        return AddFolder(app);
    }

    /// <summary>A venv of a shell's needs only: its activation, and what the test adds.</summary>
    public PackageReference AddVenv(string variable, Action<string>? fill = null)
    {
        using var folder = new TemporaryFolder();
        var venv = Directory.CreateDirectory(folder["venv"]).FullName;
        Directory.CreateDirectory(Path.Combine(venv, "bin"));
        File.WriteAllText(Path.Combine(venv, "bin", "activate"), $"export FROM_VENV={variable}\n");
        fill?.Invoke(venv);
        return AddFolder(venv);
    }

    public PackageReference AddFolder(string path)
    {
        var package = new MemoryStream();
        PackageBuilder.PackFolderAsync(path, package).GetAwaiter().GetResult();
        var bytes = package.ToArray();
        var reference = new PackageReference(
            "0123456789012345678901234567890123456789", Convert.ToHexStringLower(SHA256.HashData(bytes)), PackageFormat.TarGz, bytes.Length);
        lock (_packages) _packages[reference.Sha256] = bytes;
        return reference;
    }

    public async Task WriteAsync(StreamRequest request, Stream destination, CancellationToken cancellationToken)
    {
        var package = (StreamRequest.Package)request;
        Interlocked.Increment(ref PackageRequests);
        if (BeforePackage is { } before) await before(package).WaitAsync(cancellationToken);
        byte[]? bytes;
        lock (_packages) _packages.TryGetValue(package.Sha256, out bytes);
        if (bytes is null) throw new StreamRefusedException("There is no such package.");
        if (SendPackage is { } send) await send(bytes, destination).WaitAsync(cancellationToken);
        else await destination.WriteAsync(bytes, cancellationToken);
    }

    public ValueTask DisposeAsync() => Transport.DisposeAsync();

    private async Task AcceptAsync(INodeChannel channel)
    {
        var session = new ScriptedSession(channel);
        await _sessions.Writer.WriteAsync(session);
        await session.ReadToEndAsync();
    }
}

/// <summary>One connection of one node.</summary>
internal sealed class ScriptedSession(INodeChannel channel)
{
    private readonly Channel<NodeMessage> _messages = System.Threading.Channels.Channel.CreateUnbounded<NodeMessage>();

    public INodeChannel Channel => channel;

    public Task SendAsync(ManagerMessage message) => channel.SendAsync(message, default).AsTask();

    public Task RunAsync(ActionAssignment assignment) => SendAsync(new ManagerMessage.RunAction(assignment));

    /// <summary>The node's next message of a kind; others before it are passed over.</summary>
    public async Task<T> ReadAsync<T>() where T : NodeMessage
    {
        using var timeout = new CancellationTokenSource(ScriptedManager.Timeout);
        while (true)
            if (await _messages.Reader.ReadAsync(timeout.Token) is T message) return message;
    }

    public async Task<ActionResult> ReadResultAsync() => (await ReadAsync<NodeMessage.ActionFinished>()).Result;

    /// <summary>Whether the node has said something that was not read yet.</summary>
    public bool HasMessages => _messages.Reader.Count > 0;

    public bool TryRead(out NodeMessage? message) => _messages.Reader.TryRead(out message);

    public async Task<string> ReadStreamAsync(StreamRequest request)
    {
        await using var stream = await channel.RequestStreamAsync(request, default);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync().WaitAsync(ScriptedManager.Timeout);
    }

    public async Task ReadToEndAsync()
    {
        try
        {
            await foreach (var message in channel.ReadAllAsync(default)) _messages.Writer.TryWrite(message);
            _messages.Writer.TryComplete();
        }
        catch (ProtocolException failure)
        {
            _messages.Writer.TryComplete(failure);
        }
    }
}

/// <summary>A manager's end and nodes in a test.</summary>
internal sealed class NodeFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<IHost> _hosts = [];

    public ScriptedManager Manager { get; } = new();

    public string DataPath => _folder["node"];

    public static async Task<NodeFixture> StartAsync()
    {
        var fixture = new NodeFixture();
        await fixture.Manager.StartAsync();
        return fixture;
    }

    public async Task<IHost> StartNodeAsync(Action<ILitePipelineNodeBuilder>? build = null, Action<NodeOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var node = builder.Services.AddLitePipelineNode(options =>
        {
            options.DataPath = DataPath;
            options.Slots = 4;
            options.ReconnectDelay = TimeSpan.FromMilliseconds(5);
            configure?.Invoke(options);
        }).UseInProcessTransport(Manager.Transport).UseProcessExecutor();
        build?.Invoke(node);
        var host = builder.Build();
        try { await host.StartAsync(); }
        catch
        {
            await ((IAsyncDisposable)host).DisposeAsync();
            throw;
        }
        _hosts.Add(host);
        return host;
    }

    public async Task StopAsync(IHost host)
    {
        _hosts.Remove(host);
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    /// <summary>Whether a process of the node that was started last runs, by its record.</summary>
    public bool RunsProcess => Service<ProcessRecords>().ReadAll().Count > 0;

    /// <summary>A part of the node that was started last.</summary>
    public T Service<T>() where T : notnull => _hosts[^1].Services.GetRequiredService<T>();

    /// <summary>A node that has joined.</summary>
    public async Task<ScriptedSession> JoinAsync(Action<ILitePipelineNodeBuilder>? build = null, Action<NodeOptions>? configure = null)
    {
        await StartNodeAsync(build, configure);
        return await AcceptAsync();
    }

    public async Task<ScriptedSession> AcceptAsync()
    {
        var session = await Manager.AcceptAsync();
        await session.ReadAsync<NodeMessage.Join>();
        return session;
    }

    public static ActionAssignment Command(string main, PackageReference package, string name = "first", int attempt = 1, TaskId? task = null) =>
        Assignment(new ActionDefinition { Name = name, Main = main }, package, attempt, task);

    public static ActionAssignment Handler(string handler, TaskId? task = null) =>
        Assignment(new ActionDefinition { Name = "first", Handler = handler }, new PackageReference("", "", PackageFormat.TarGz, 0), 1, task);

    public static ActionAssignment Assignment(ActionDefinition action, PackageReference package, int attempt = 1, TaskId? task = null) => new()
    {
        Attempt = new AttemptKey(task ?? new TaskId(Guid.NewGuid()), action.Name, attempt),
        Action = action,
        Application = new AppId(Guid.NewGuid()),
        Package = package,
        TaskName = "a task",
        TaskCreatedAt = new DateTimeOffset(2026, 3, 1, 23, 59, 0, TimeSpan.Zero),
        TaskInput = JsonData.Parse("""{"n": 20}"""),
    };

    public static TaskFolder FolderOf(ActionAssignment assignment) => new(assignment.Attempt.Task, assignment.TaskCreatedAt);

    public static async Task WaitAsync(Func<bool> condition, string what)
    {
        using var timeout = new CancellationTokenSource(ScriptedManager.Timeout);
        while (!condition())
        {
            if (timeout.IsCancellationRequested) throw new TimeoutException($"Waited in vain for: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.ToList()) await StopAsync(host);
        await Manager.DisposeAsync();
        _folder.Dispose();
    }
}
