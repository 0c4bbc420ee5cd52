using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Transport;
using LitePipeline.TestCluster;
using LitePipeline.Transport.Tcp.Connections;
using LitePipeline.Transport.Tcp.Frames;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LitePipeline.Transport.Tcp.Tests;

/// <summary>Every message and every request for a stream that the running code knows, from everyone who may not send it.</summary>
public sealed class MessageGuardTests : IDisposable
{
    private const string Token = "right-token";

    private static readonly NodeIdentity Me = Sample.Identity("raw");

    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _foreign = new("foreign");

    public MessageGuardTests()
    {
        _authority.Issue("manager");
        _authority.Issue("expired", days: 0);
        _foreign.Issue("node");
    }

    public void Dispose()
    {
        _authority.Dispose();
        _foreign.Dispose();
    }

    /// <summary>The kinds of a family, as the code that reads the wire has them.</summary>
    private static List<string> KindsOf<T>()
    {
        var kinds = typeof(T).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => (string)kind.TypeDiscriminator!).ToList();
        Assert.Equal(typeof(T).GetNestedTypes().Count(type => type.IsSubclassOf(typeof(T))), kinds.Count);
        return kinds;
    }

    // What each says, as bytes that only its kind tells apart from nonsense. One that is new says here what it would say.
    private static string Text<T>(string kind, AttemptKey attempt)
    {
        var folder = new { task = attempt.Task.Value, created_at = DateTimeOffset.UnixEpoch };
        object content = (typeof(T).Name, kind) switch
        {
            ("NodeMessage", "join") => new { node = new { id = Me.Id.Value, name = "raw", slots = 1, platform = "linux" }, running = new[] { Key() }, finished = Array.Empty<object>() },
            ("NodeMessage", "finished") => new { attempt = Key(), result = new { return_code = 0, data = new { forged = true } } },
            ("NodeMessage", "progress") => new { attempt = Key(), fraction = 0.99, message = "forged" },
            ("NodeMessage", "draining") => new { },
            ("ManagerMessage", "run") => new { assignment = new { attempt = Key() } },
            ("ManagerMessage", "stop") => new { attempt = Key(), signal = "kill" },
            ("ManagerMessage", "ack") or ("ManagerMessage", "discard") => new { attempt = Key() },
            ("ManagerMessage", "delete-workspaces") => new { tasks = new[] { folder } },
            ("ManagerMessage", "delete-service-workspace") => new { service = Guid.NewGuid() },
            ("StreamRequest", "package") => new { sha256 = new string('0', 64) },
            ("StreamRequest", "workspace") => new { task = folder, action = attempt.Action },
            ("StreamRequest", "log") => new { task = folder, action = attempt.Action, offset = 0 },
            ("StreamRequest", "artifact") => new { task = folder, action = attempt.Action, path = "output.data" },
            var other => throw new NotSupportedException($"{other} is new on the wire: say here who may send it, and what it says."),
        };
        var text = JsonSerializer.SerializeToNode(content)!.AsObject();
        text.Insert(0, "kind", kind);
        return text.ToJsonString();

        object Key() => new { task = attempt.Task.Value, action = attempt.Action, attempt = attempt.Attempt };
    }

    private static List<byte[]> AllFrames(AttemptKey attempt) =>
    [
        .. KindsOf<NodeMessage>().Select(kind => RawPeer.Frame(FrameKind.Message, 0, Text<NodeMessage>(kind, attempt))),
        .. KindsOf<ManagerMessage>().Select(kind => RawPeer.Frame(FrameKind.Message, 0, Text<ManagerMessage>(kind, attempt))),
        .. KindsOf<StreamRequest>().Select(kind => RawPeer.Frame(FrameKind.StreamOpen, 1, Text<StreamRequest>(kind, attempt))),
    ];

    private static AttemptKey SomeAttempt => new(new TaskId(Guid.NewGuid()), "only", 1);

    [Fact]
    public void Each_kind_of_a_nodes_messages_and_of_requests_reads_as_what_it_is()
    {
        foreach (var kind in KindsOf<NodeMessage>()) Assert.NotNull(JsonSerializer.Deserialize(Text<NodeMessage>(kind, SomeAttempt), MessageJsonContext.Default.NodeMessage));
        foreach (var kind in KindsOf<StreamRequest>()) Assert.NotNull(JsonSerializer.Deserialize(Text<StreamRequest>(kind, SomeAttempt), MessageJsonContext.Default.StreamRequest));
    }

    [Fact]
    public async Task In_the_place_of_a_hello_or_behind_a_refused_one_nothing_reaches_the_manager()
    {
        await using var pair = new TcpPair(options => options.Token = Token);
        await using var manager = await ManagerSide.StartAsync(pair.Listener);
        foreach (var frame in AllFrames(SomeAttempt))
        {
            byte[][][] beginnings = [[RawPeer.PrefaceBytes(), frame], [RawPeer.PrefaceBytes(), RawPeer.HelloBytes(), frame], [RawPeer.PrefaceBytes(), RawPeer.HelloBytes("wrong"), frame]];
            foreach (var beginning in beginnings)
            {
                using var peer = await RawPeer.ConnectAsync(pair.Port);
                await peer.WriteAsync(beginning);
                Assert.Contains(await peer.ReadRefusalAsync(afterPreface: true), beginning.Length == 3 ? [ProtocolError.Unauthorized] : (ProtocolError[])[ProtocolError.Malformed, ProtocolError.TooLarge]);
            }
        }

        await Limit.UntilAsync(() => pair.OpenConnections == 0, "all are let go");
        Assert.False(manager.HasAccepted);
    }

    [Fact]
    public async Task Without_the_right_certificate_or_token_there_is_no_channel_to_say_anything_on()
    {
        var refused = new List<string>();
        await using var pair = new TcpPair(options => (options.CertificateFile, options.CertificateKeyFile, options.AuthorityFile, options.Token) = (_authority.In("manager.pem"), _authority.In("manager.key"), _authority.File, Token));
        pair.Listener.Refused += refusal => { lock (refused) refused.Add(refusal.Address); };
        await using var manager = await ManagerSide.StartAsync(pair.Listener);
        Action<TcpConnectorOptions>[] strangers =
        [
            options => options.Token = "wrong",
            _ => { },
            options => (options.CertificateFile, options.CertificateKeyFile, options.Token) = (_authority.In("expired.pem"), _authority.In("expired.key"), Token),
            options => (options.CertificateFile, options.CertificateKeyFile, options.Token) = (_foreign.In("node.pem"), _foreign.In("node.key"), Token),
            options => (options.UseTls, options.AuthorityFile, options.Token) = (false, null, Token),
        ];
        foreach (var stranger in strangers)
        {
            var options = new TcpConnectorOptions { UseTls = true, AuthorityFile = _authority.File, ManagerPort = pair.Port };
            stranger(options);
            var connector = new TcpNodeConnector(Options.Create(options), TimeProvider.System, NullLogger<TcpConnection>.Instance);
            await Assert.ThrowsAnyAsync<Exception>(() => connector.ConnectAsync(Sample.Identity(), ScriptedStreams.None, CancellationToken.None));
        }

        await Limit.UntilAsync(() => pair.OpenConnections == 0, "all are let go");
        Assert.False(manager.HasAccepted);
        await Limit.UntilAsync(() => { lock (refused) return refused.Count == strangers.Length; }, "each refusal is told");
        Assert.All(refused, address => Assert.StartsWith("127.0.0.1:", address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_only_the_manager_may_say_ends_the_connection_of_a_node_that_says_it()
    {
        await using var pair = new TcpPair();
        await using var manager = await ManagerSide.StartAsync(pair.Listener);
        // Of kinds that both ends have, none means two things.
        Assert.Empty(KindsOf<ManagerMessage>().Intersect(KindsOf<NodeMessage>()));
        foreach (var kind in KindsOf<ManagerMessage>())
        {
            using var peer = await RawPeer.ConnectAsync(pair.Port);
            await peer.JoinAsync();
            var channel = await manager.NextAsync();
            await peer.WriteAsync(RawPeer.Frame(FrameKind.Message, 0, Text<ManagerMessage>(kind, SomeAttempt)));
            var broken = await Assert.ThrowsAsync<ProtocolException>(async () =>
            {
                await foreach (var message in channel.ReadAllAsync(CancellationToken.None)) Assert.Fail($"{kind} came through as {message}");
            });
            Assert.Contains(broken.Error, (ProtocolError[])[ProtocolError.Malformed, ProtocolError.Unknown]);
        }
    }

    [Fact]
    public async Task A_node_that_is_let_in_changes_nothing_of_what_another_one_holds()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(options =>
        {
            options.Transport = ClusterTransport.Tcp;
            options.ConfigureManagerHost = manager => manager.Services.Configure<TcpListenerOptions>(listener => listener.Token = Token);
            options.ConfigureNodeHost = node => node.Services.Configure<TcpConnectorOptions>(connector => connector.Token = Token);
        });
        var go = Path.Combine(cluster.Folder, "go");
        var app = await cluster.DeployAsync(new ApplicationDefinition
        {
            Actions = [new ActionDefinition { Name = "only", Main = $$"""bash -c 'until [ -e {{go}} ]; do sleep 0.01; done; echo "{\"data\": {\"true\": 1} }" > "$0/output.data"'""" }], OutputAction = "only",
        });
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "held"));
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetTaskAsync(task)).Live?.Running.Count == 1, "it runs");
        var attempt = new AttemptKey(task, "only", 1);
        var before = await StateAsync();

        // As the first thing on a connection each but a join is refused, and so is a join in another's name.
        foreach (var kind in KindsOf<NodeMessage>().Where(kind => kind != "join")) await EndsAsync(Me, Text<NodeMessage>(kind, attempt));
        await EndsAsync(Sample.Identity("other"), Text<NodeMessage>("join", attempt));

        await using (var intruder = await ConnectAsync(cluster, Me))
        {
            var heard = new List<ManagerMessage>();
            var hearing = HearAsync(intruder, heard);
            foreach (var kind in KindsOf<NodeMessage>().OrderBy(kind => kind != "join"))
                await intruder.SendAsync(JsonSerializer.Deserialize(Text<NodeMessage>(kind, attempt), MessageJsonContext.Default.NodeMessage)!, CancellationToken.None);
            // What it says it runs is not its own, and what it says has ended is no news.
            await Limit.UntilAsync(() => { lock (heard) return heard.Count >= 2; }, "the manager has answered");
            lock (heard) Assert.All(heard, message => Assert.True(message is ManagerMessage.DiscardAttempt or ManagerMessage.AcknowledgeResult, $"it was told {message}"));
            foreach (var kind in KindsOf<StreamRequest>())
            {
                var request = JsonSerializer.Deserialize(Text<StreamRequest>(kind, attempt), MessageJsonContext.Default.StreamRequest)!;
                await Assert.ThrowsAsync<StreamRefusedException>(async () =>
                {
                    await using var content = await intruder.RequestStreamAsync(request, CancellationToken.None);
                    await content.CopyToAsync(Stream.Null);
                });
            }

            Assert.Equal(before, await StateAsync());
            await intruder.DisposeAsync();
            await hearing;
        }

        File.WriteAllText(go, "");
        var ended = await cluster.Manager.WaitForTaskAsync(task);
        Assert.Equal((RunStatus.Success, 1), (ended.Task.State.Status!.Value, ended.Actions.Single().Attempt));
        Assert.Equal(1, ended.Actions.Single().Result.ToElement().GetProperty("data").GetProperty("true").GetInt32());

        async Task<string> StateAsync()
        {
            var now = await cluster.Manager.GetTaskAsync(task);
            var running = now.Live!.Running.Single();
            return $"{now.Task.State} {now.Actions.Single().Node} {running.Attempt} {running.Progress} {running.Node}";
        }

        async Task EndsAsync(NodeIdentity identity, string first)
        {
            await using var channel = await ConnectAsync(cluster, identity);
            await channel.SendAsync(JsonSerializer.Deserialize(first, MessageJsonContext.Default.NodeMessage)!, CancellationToken.None);
            var heard = new List<ManagerMessage>();
            await HearAsync(channel, heard);
            Assert.Empty(heard);
            Assert.Equal(before, await StateAsync());
        }
    }

    [Fact]
    public async Task Who_is_turned_away_is_in_the_audit_trail_with_their_address()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(options =>
        {
            (options.Transport, options.Nodes) = (ClusterTransport.Tcp, 0);
            options.ConfigureManagerHost = manager => manager.Services.Configure<TcpListenerOptions>(listener => listener.Token = Token);
        });
        using var peer = await RawPeer.ConnectAsync(cluster.EndPoint!.Port);
        await peer.WriteAsync(RawPeer.PrefaceBytes(), RawPeer.HelloBytes("wrong-canary"));
        Assert.Equal(ProtocolError.Unauthorized, await peer.ReadRefusalAsync(afterPreface: true));
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.ListAuditAsync(new AuditQuery { Noun = "node", Verb = "refuse" })).Total == 1, "it is in the trail");
        var record = (await cluster.Manager.ListAuditAsync(new AuditQuery())).Items.Single();
        Assert.Equal(("anyone", "127.0.0.1"), (record.Actor, record.Origin));
        Assert.Contains("token is missing or wrong", record.Details, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", $"{record}", StringComparison.Ordinal);
    }

    private static Task<IManagerChannel> ConnectAsync(LitePipelineTestCluster cluster, NodeIdentity identity) => new TcpNodeConnector(
        Options.Create(new TcpConnectorOptions { ManagerPort = cluster.EndPoint!.Port, Token = Token }), TimeProvider.System, NullLogger<TcpConnection>.Instance)
        .ConnectAsync(identity, ScriptedStreams.None, CancellationToken.None);

    private static async Task HearAsync(IManagerChannel channel, List<ManagerMessage> heard)
    {
        try
        {
            await foreach (var message in channel.ReadAllAsync(CancellationToken.None))
                lock (heard) heard.Add(message);
        }
        catch (ProtocolException)
        {
            // The connection is over, which is what some of the tests wait for.
        }
    }
}
