using System.Text;
using LitePipeline.Core;
using LitePipeline.Core.Transport;
using LitePipeline.Transport.Tcp.Frames;
using Microsoft.Extensions.Time.Testing;

namespace LitePipeline.Transport.Tcp.Tests;

/// <summary>What must not be let in, and that it harms nobody else.</summary>
public sealed class HostilePeerTests : IAsyncLifetime
{
    private const string Token = "a cluster's secret";
    private readonly FakeTimeProvider _time = new();
    private TcpPair _pair = null!;
    private ManagerSide _manager = null!;

    public async Task InitializeAsync()
    {
        _pair = CreatePair();
        _manager = await ManagerSide.StartAsync(_pair.Listener, new ScriptedStreams(
            async (_, destination, cancellationToken) => { while (true) await destination.WriteAsync(new byte[1000], cancellationToken); }));
    }

    public async Task DisposeAsync()
    {
        await _manager.DisposeAsync();
        await _pair.DisposeAsync();
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_node_with_a_wrong_token_is_refused_and_told_so(string? token)
    {
        await using var other = new TcpPair(listen: o => o.Token = Token, connect: o => o.Token = token);
        await using var manager = await ManagerSide.StartAsync(other.Listener);
        var refused = await Assert.ThrowsAsync<ProtocolException>(
            () => other.Connector.ConnectAsync(Sample.Identity(), ScriptedStreams.None, CancellationToken.None).WaitAsync(Limit.Time));
        Assert.Equal(ProtocolError.Unauthorized, refused.Error);
        await Limit.UntilAsync(() => other.OpenConnections == 0, "the refused connection is closed");
    }

    [Fact]
    public async Task Another_version_is_refused_and_told_so()
    {
        using var peer = await RawPeer.ConnectAsync(_pair.Port);
        await peer.WriteAsync(RawPeer.PrefaceBytes(version: 2), Encoding.ASCII.GetBytes("what version 2 says is not read"));
        Assert.Equal(ProtocolError.VersionMismatch, await peer.ReadRefusalAsync(afterPreface: true));
        await AssertServesOthersAsync(peer);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: manager\r\n\r\n")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0")]
    [InlineData("LPTX")]
    public async Task Bytes_of_another_protocol_are_refused_at_once(string bytes)
    {
        using var peer = await RawPeer.ConnectAsync(_pair.Port);
        await peer.WriteAsync(Encoding.ASCII.GetBytes(bytes));
        Assert.Equal(ProtocolError.Malformed, await peer.ReadRefusalAsync(afterPreface: true));
        await AssertServesOthersAsync(peer);
    }

    public static TheoryData<string, byte[], ProtocolError> BadHellos => new()
    {
        { "a heartbeat first", RawPeer.Frame(FrameKind.Heartbeat, 0, ""), ProtocolError.Malformed },
        { "a stream first", RawPeer.Frame(FrameKind.StreamOpen, 1, "{}"), ProtocolError.Malformed },
        { "a message first", RawPeer.Frame(FrameKind.Message, 0, "{}"), ProtocolError.TooLarge },
        { "an oversized hello", RawPeer.Header(1_000_000, (byte)FrameKind.Hello), ProtocolError.TooLarge },
        { "an unknown kind", RawPeer.Header(0, 200), ProtocolError.Unknown },
        { "no JSON", RawPeer.Frame(FrameKind.Hello, 0, "hello"), ProtocolError.Malformed },
        { "no token", RawPeer.Frame(FrameKind.Hello, 0, "{}"), ProtocolError.Unauthorized },
        { "no node", RawPeer.Frame(FrameKind.Hello, 0, $"{{\"token\":\"{Token}\"}}"), ProtocolError.Malformed },
    };

    [Theory]
    [MemberData(nameof(BadHellos))]
    public async Task A_handshake_that_is_none_is_refused_with_its_reason(string what, byte[] hello, ProtocolError expected)
    {
        Assert.NotEmpty(what);
        using var peer = await RawPeer.ConnectAsync(_pair.Port);
        await peer.WriteAsync(RawPeer.PrefaceBytes(), hello);
        Assert.Equal(expected, await peer.ReadRefusalAsync(afterPreface: true));
        await AssertServesOthersAsync(peer);
    }

    public static TheoryData<string, byte[], ProtocolError> BadFrames => new()
    {
        { "an unknown frame kind", RawPeer.Header(0, 99), ProtocolError.Unknown },
        { "an oversized message", RawPeer.Header(64 * 1024 * 1024 + 1, (byte)FrameKind.Message), ProtocolError.TooLarge },
        { "a length beyond 2 GiB", RawPeer.Header(uint.MaxValue, (byte)FrameKind.Message), ProtocolError.TooLarge },
        { "an oversized chunk", RawPeer.Header(65 * 1024, (byte)FrameKind.StreamData, 1), ProtocolError.TooLarge },
        { "a heartbeat with content", RawPeer.Header(1, (byte)FrameKind.Heartbeat), ProtocolError.TooLarge },
        { "a message that is no JSON", RawPeer.Frame(FrameKind.Message, 0, "{\"kind\":"), ProtocolError.Malformed },
        { "a message that is null", RawPeer.Frame(FrameKind.Message, 0, "null"), ProtocolError.Malformed },
        { "an empty message", RawPeer.Frame(FrameKind.Message, 0, ""), ProtocolError.Malformed },
        { "a message without a kind", RawPeer.Frame(FrameKind.Message, 0, "{}"), ProtocolError.Malformed },
        { "a message that lacks members", RawPeer.Frame(FrameKind.Message, 0, "{\"kind\":\"join\",\"node\":{}}"), ProtocolError.Malformed },
        { "a message of an unknown kind", RawPeer.Frame(FrameKind.Message, 0, "{\"kind\":\"dance\"}"), ProtocolError.Unknown },
        { "two messages in one", RawPeer.Frame(FrameKind.Message, 0, "{\"kind\":\"join\"} {}"), ProtocolError.Malformed },
        { "data that nobody asked for", RawPeer.Frame(FrameKind.StreamData, 7, "x"), ProtocolError.Malformed },
        { "credit for nothing", RawPeer.Frame(FrameKind.Credit, 0, "\0\0\0\u0001"), ProtocolError.Malformed },
        { "half a character for a kind", RawPeer.Frame(FrameKind.Message, 0, "{\"kind\":\"\\ud800\"}"), ProtocolError.Malformed },
        { "half a character for a member", RawPeer.Frame(FrameKind.Message, 0, "{\"kind\":\"progress\",\"\\udfff\":1}"), ProtocolError.Malformed },
        { "a number beyond all numbers", RawPeer.Frame(FrameKind.Message, 0, "{\"kind\":\"progress\",\"attempt\":{},\"fraction\":-1e999,\"message\":\"\"}"), ProtocolError.Malformed },
        { "half a credit", RawPeer.Frame(FrameKind.Credit, 0, "\0\0"), ProtocolError.Malformed },
        { "a stream 0", RawPeer.Frame(FrameKind.StreamOpen, 0, "{}"), ProtocolError.Malformed },
        { "a second hello", RawPeer.Frame(FrameKind.Hello, 0, "{}"), ProtocolError.Malformed },
    };

    [Theory]
    [MemberData(nameof(BadFrames))]
    public async Task A_broken_frame_ends_the_connection_with_its_reason_at_both_ends(string what, byte[] frame, ProtocolError expected)
    {
        Assert.NotEmpty(what);
        using var peer = await RawPeer.ConnectAsync(_pair.Port);
        await peer.JoinAsync(Token);
        var channel = await _manager.NextAsync();
        await peer.WriteAsync(frame);

        Assert.Equal(expected, await peer.ReadRefusalAsync());
        var thrown = await Assert.ThrowsAsync<ProtocolException>(() => DrainAsync(channel).WaitAsync(Limit.Time));
        Assert.Equal(expected, thrown.Error);
        await AssertServesOthersAsync(null);
    }

    [Fact]
    public async Task Messages_beyond_the_credit_end_the_connection()
    {
        using var peer = await RawPeer.ConnectAsync(_pair.Port);
        await peer.JoinAsync(Token);
        var channel = await _manager.NextAsync();
        var message = RawPeer.Frame(FrameKind.Message, 0, "{\"kind\":\"progress\",\"message\":\"" + new string('x', 100_000) + "\"}");
        await peer.WriteAsync(Enumerable.Repeat(message, 12).ToArray());

        Assert.Equal(ProtocolError.Malformed, await peer.ReadRefusalAsync());
        await Assert.ThrowsAsync<ProtocolException>(() => DrainAsync(channel).WaitAsync(Limit.Time));
    }

    [Fact]
    public async Task More_streams_than_allowed_are_refused_one_by_one()
    {
        var node = await _pair.Connector.ConnectAsync(Sample.Identity(), ScriptedStreams.None, CancellationToken.None);
        await using var first = await node.RequestStreamAsync(Sample.AnyStream, CancellationToken.None);
        await using var second = await node.RequestStreamAsync(Sample.AnyStream, CancellationToken.None);
        await Assert.ThrowsAsync<StreamRefusedException>(() => node.RequestStreamAsync(Sample.AnyStream, CancellationToken.None).WaitAsync(Limit.Time));
        await node.DisposeAsync();
    }

    [Fact]
    public async Task An_unknown_stream_kind_is_refused_and_the_connection_lives()
    {
        using var peer = await RawPeer.ConnectAsync(_pair.Port);
        await peer.JoinAsync(Token);
        await peer.WriteAsync(RawPeer.Frame(FrameKind.StreamOpen, 1, "{\"kind\":\"video\"}"), RawPeer.Frame(FrameKind.Close, 0, ""));
        Assert.Equal(FrameKind.StreamRefuse, (await peer.ReadFrameAsync()).Kind);
        Assert.Equal(FrameKind.Close, (await peer.ReadFrameAsync()).Kind);
    }

    [Fact]
    public async Task A_handshake_that_does_not_come_on_is_ended_in_time()
    {
        using var peer = await RawPeer.ConnectAsync(_pair.Port);
        await peer.WriteAsync(RawPeer.PrefaceBytes(), RawPeer.HelloBytes(Token)[..20]);
        await Limit.UntilAsync(() => _pair.OpenConnections == 1, "the connection is in the handshake");
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(ProtocolError.TooSlow, await peer.ReadRefusalAsync(afterPreface: true));
        await AssertServesOthersAsync(peer);
    }

    [Fact]
    public async Task Beyond_the_limit_of_handshakes_the_longest_one_makes_way()
    {
        var peers = new List<RawPeer>();
        for (var i = 0; i < 4; i++)
        {
            peers.Add(await RawPeer.ConnectAsync(_pair.Port));
            await Limit.UntilAsync(() => _pair.OpenConnections == i + 1, "the connection is in the handshake");
        }
        using var beyond = await RawPeer.ConnectAsync(_pair.Port);
        await peers[0].ReadToEndAsync();
        Assert.Equal(4, _pair.OpenConnections);
        await beyond.JoinAsync(Token);
        await _manager.NextAsync();
        foreach (var peer in peers) peer.Dispose();
    }

    [Fact]
    public async Task Nodes_come_in_and_go_on_while_hundreds_hold_connections_and_say_nothing_or_half_a_word()
    {
        using var before = await RawPeer.ConnectAsync(_pair.Port);
        await before.JoinAsync(Token);
        var channel = await _manager.NextAsync();
        byte[][] words = [[], RawPeer.PrefaceBytes()[..3], RawPeer.PrefaceBytes(), [.. RawPeer.PrefaceBytes(), .. RawPeer.HelloBytes(Token)[..20]]];
        var idle = new List<RawPeer>();
        for (var i = 0; i < 400; i++)
        {
            idle.Add(await RawPeer.ConnectAsync(_pair.Port));
            // Those that have made way already do not hear it.
            await idle[^1].TryWriteAsync(words[i % words.Length]);
        }

        await AssertServesOthersAsync(null);
        await before.WriteAsync(RawPeer.Frame(FrameKind.Close, 0, ""));
        await DrainAsync(channel).WaitAsync(Limit.Time);
        Assert.InRange(_pair.OpenConnections, 0, 8);
        foreach (var peer in idle) peer.Dispose();
        await Limit.UntilAsync(() => _pair.OpenConnections <= 2, "nothing of them is kept, but for the two nodes that were here");
    }

    [Fact]
    public async Task A_frame_that_comes_byte_by_byte_is_taken_and_one_that_stays_half_is_given_up_with_its_silence()
    {
        using var slow = await RawPeer.ConnectAsync(_pair.Port);
        foreach (var part in (byte[][])[RawPeer.PrefaceBytes(), RawPeer.HelloBytes(Token)])
            foreach (var letter in part) await slow.WriteAsync([letter]);
        var reading = DrainAsync(await _manager.NextAsync());
        await slow.WriteAsync(RawPeer.Header(1_000_000, (byte)FrameKind.Message), new byte[10]);
        await Limit.UntilAsync(() => { _time.Advance(TimeSpan.FromSeconds(1)); return reading.IsCompleted; }, "the silence is noticed");
        Assert.Equal(ProtocolError.TooSlow, (await Assert.ThrowsAsync<ProtocolException>(() => reading)).Error);
        await AssertServesOthersAsync(null);
    }

    [Fact]
    public async Task An_end_that_has_nothing_to_say_sends_heartbeats()
    {
        await using var lively = new TcpPair(listen: o => o.HeartbeatInterval = TimeSpan.FromMilliseconds(20));
        await using var manager = await ManagerSide.StartAsync(lively.Listener);
        using var peer = await RawPeer.ConnectAsync(lively.Port);
        await peer.JoinAsync();
        for (var i = 0; i < 3; i++) Assert.Equal(FrameKind.Heartbeat, (await peer.ReadFrameAsync()).Kind);
    }

    [Fact]
    public async Task Two_ends_with_nothing_to_say_keep_their_connection()
    {
        // The node's own interval is far beyond what the manager bears; it must beat as the manager needs it.
        await using var lively = new TcpPair(listen: o => o.SilenceTimeout = TimeSpan.FromMilliseconds(900), connect: o => o.HeartbeatInterval = TimeSpan.FromMinutes(30));
        await using var manager = await ManagerSide.StartAsync(lively.Listener);
        await using var node = await lively.Connector.ConnectAsync(Sample.Identity(), ScriptedStreams.None, CancellationToken.None);
        var channel = await manager.NextAsync();
        var start = TimeProvider.System.GetTimestamp();
        await Limit.UntilAsync(() => TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(2), "more time passes than the silence allowed");
        await node.SendAsync(Sample.ToManager(9), CancellationToken.None);
        await foreach (var message in channel.ReadAllAsync(CancellationToken.None))
        {
            Assert.Equal(9, Sample.Number(message));
            break;
        }
    }

    [Fact]
    public async Task A_silent_end_is_given_up_as_too_slow()
    {
        using var peer = await RawPeer.ConnectAsync(_pair.Port);
        await peer.JoinAsync(Token);
        var reading = DrainAsync(await _manager.NextAsync());
        await Limit.UntilAsync(() => { _time.Advance(TimeSpan.FromSeconds(1)); return reading.IsCompleted; }, "the silence is noticed");
        Assert.Equal(ProtocolError.TooSlow, (await Assert.ThrowsAsync<ProtocolException>(() => reading)).Error);
    }

    [Fact]
    public async Task A_peer_that_never_answers_the_close_is_left_after_the_closing_time()
    {
        using var peer = await RawPeer.ConnectAsync(_pair.Port);
        await peer.JoinAsync(Token);
        var closing = (await _manager.NextAsync()).DisposeAsync().AsTask();
        Assert.Equal(FrameKind.Close, (await peer.ReadFrameAsync()).Kind);
        Assert.False(closing.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(6));
        await closing.WaitAsync(Limit.Time);
    }

    [Fact]
    public async Task A_message_longer_than_the_other_end_takes_is_the_senders_error_and_the_connection_lives()
    {
        await using var small = new TcpPair(listen: o => o.MaxMessageBytes = 100_000);
        await using var manager = await ManagerSide.StartAsync(small.Listener);
        await using var node = await small.Connector.ConnectAsync(Sample.Identity(), ScriptedStreams.None, CancellationToken.None);
        var thrown = await Assert.ThrowsAsync<ProtocolException>(() => node.SendAsync(Sample.Large(200_000), CancellationToken.None).AsTask());
        Assert.Equal(ProtocolError.TooLarge, thrown.Error);
        await node.SendAsync(Sample.ToManager(3), CancellationToken.None);
        await foreach (var message in (await manager.NextAsync()).ReadAllAsync(CancellationToken.None))
        {
            Assert.Equal(3, Sample.Number(message));
            break;
        }
    }

    [Fact]
    public async Task A_manager_that_is_not_there_is_an_IO_error()
    {
        var connector = _pair.Connector;
        await _pair.Listener.DisposeAsync();
        await Assert.ThrowsAsync<IOException>(() => connector.ConnectAsync(Sample.Identity(), ScriptedStreams.None, CancellationToken.None).WaitAsync(Limit.Time));
    }

    private TcpPair CreatePair() =>
        new(listen: o => { o.Token = Token; o.MaxHandshakes = 4; o.MaxStreams = 2; }, connect: o => o.Token = Token, time: _time);

    private static async Task DrainAsync(INodeChannel channel)
    {
        await foreach (var _ in channel.ReadAllAsync(CancellationToken.None)) { }
    }

    /// <summary>The listener still takes a good node; and once <paramref name="gone"/> has left, nothing of it is kept.</summary>
    private async Task AssertServesOthersAsync(RawPeer? gone)
    {
        if (gone is not null)
        {
            gone.Dispose();
            await Limit.UntilAsync(() => _pair.OpenConnections == 0, "the refused connection is closed");
        }
        await using var node = await _pair.Connector.ConnectAsync(Sample.Identity("good"), ScriptedStreams.None, CancellationToken.None).WaitAsync(Limit.Time);
        var channel = await _manager.NextAsync();
        Assert.Equal("good", channel.Node.Name);
    }
}
