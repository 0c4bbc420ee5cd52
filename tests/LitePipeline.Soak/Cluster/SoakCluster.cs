using System.Net.Http.Headers;
using System.Text;
using LitePipeline.AspNetCore.Client;
using LitePipeline.Soak.Network;

namespace LitePipeline.Soak.Cluster;

/// <summary>A manager and nodes, each a process of the tool with a network and a disk of its own, and the users' way to the manager.</summary>
internal sealed class SoakCluster
{
    public const int NodeCount = 3;
    private const int HttpPort = 8000, TcpPort = 6001;
    private const string Password = "soak-password";

    private readonly string _folder;
    private readonly TimeProvider _time;

    public SoakCluster(SoakOptions options, TimeProvider time)
    {
        (_folder, _time) = (options.Folder, time);
        Journal = Path.Combine(_folder, "journal");
        PrepareNamespaces();
        Lines = [.. Enumerable.Range(0, NodeCount + 1).Select(number => new Line(number, "manager", number == 0 ? null : NameOf(number), options.Seed + number))];
        Manager = StartManager();
        Nodes = [.. Enumerable.Range(1, NodeCount).Select(StartNode)];
        // Connections that a cut has left half open are not come back to.
        var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromSeconds(5), ConnectTimeout = TimeSpan.FromSeconds(3) })
        {
            BaseAddress = new Uri($"http://{Lines[0].Manager}:{HttpPort}"),
            Timeout = TimeSpan.FromSeconds(10),
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"soak:{Password}")));
        Client = new HttpPipelineManager(http);
    }

    /// <summary>The users' line to the manager, and those of the nodes.</summary>
    public IReadOnlyList<Line> Lines { get; }

    public Daemon Manager { get; }

    public IReadOnlyList<Daemon> Nodes { get; }

    public IEnumerable<Daemon> Daemons => [Manager, .. Nodes];

    /// <summary>Asks the manager over the users' line.</summary>
    public HttpPipelineManager Client { get; }

    /// <summary>Where each attempt writes that it began and ended; no fault reaches it.</summary>
    public string Journal { get; }

    /// <summary>The manager, 0, or a node.</summary>
    public Daemon Daemon(int number) => number == 0 ? Manager : Nodes[number - 1];

    private static string NameOf(int number) => $"node-{number}";

    private static void PrepareNamespaces()
    {
        // Names of network namespaces are mounts: in a folder of this soak's, not the machine's.
        Directory.CreateDirectory("/run/netns");
        Shell.Run("mount", "-t", "tmpfs", "names", "/run/netns");
        Shell.Run("ip", "link", "set", "lo", "up");
        foreach (var name in Enumerable.Range(1, NodeCount).Select(NameOf).Prepend("manager"))
        {
            Shell.Run("ip", "netns", "add", name);
            Shell.Run("ip", "-n", name, "link", "set", "lo", "up");
        }
    }

    private Daemon StartManager()
    {
        var disk = new Disk(_folder, "manager", _time);
        var file = Write("manager.yml", $"""
            data_path: {disk.Path}/data
            http_host: 0.0.0.0
            http_port: {HttpPort}
            tcp_host: 0.0.0.0
            tcp_port: {TcpPort}
            node_token: soak-token
            users:
              - name: soak
                password: {Password}
            heartbeat_timeout: 4
            node_return_timeout: 4
            stop_grace_period: 1
            log_path: {_folder}/manager-log

            """);
        // An action may be under each kill; commits give up while a fault still holds, so that both ways out of it are gone.
        return new Daemon("manager", disk, "manager", _folder, _time, new Dictionary<string, string>
        {
            ["LitePipeline__Manager__MaxLostAttempts"] = "1000",
            ["LitePipeline__Manager__CommitRetryTime"] = "00:00:00",
            ["LitePipeline__Manager__ServiceMaxRestartDelay"] = "00:00:05",
        }, "LitePipeline is ready", "manager", "-c", file);
    }

    private Daemon StartNode(int number)
    {
        var name = NameOf(number);
        var disk = new Disk(_folder, name, _time);
        var file = Write($"{name}.yml", $"""
            data_path: {disk.Path}/data
            name: {name}
            manager_tcp_host: {Lines[number].Manager}
            manager_tcp_port: {TcpPort}
            node_token: soak-token
            action_slots: 6
            heartbeat_interval: 1
            heartbeat_timeout: 4
            retry_interval: 1
            log_path: {_folder}/{name}-log

            """);
        return new Daemon(name, disk, name, _folder, _time, new Dictionary<string, string> { ["SOAK_JOURNAL"] = Journal }, "slots (manager:", "node", "-c", file);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
