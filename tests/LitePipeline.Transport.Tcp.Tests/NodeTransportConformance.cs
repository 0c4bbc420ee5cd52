using LitePipeline.Core;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Transport;

namespace LitePipeline.Transport.Tcp.Tests;

/// <summary>What every transport between manager and nodes must do. Each transport runs it.</summary>
public abstract partial class NodeTransportConformance : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _owned = [];
    private TransportPair _pair = null!;

    protected abstract TransportPair CreatePair();

    public Task InitializeAsync()
    {
        _pair = CreatePair();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (var owned in _owned) await owned.DisposeAsync();
        await _pair.DisposeAsync();
    }

    [Fact]
    public async Task Messages_arrive_in_order_both_ways()
    {
        const int count = 100_000;
        var (manager, node) = await ConnectAsync();

        var toNode = SendAllAsync(manager, Sample.ToNode, count);
        var toManager = SendAllAsync(node, Sample.ToManager, count);
        var atNode = CollectAsync(node.ReadAllAsync(CancellationToken.None), count);
        var atManager = CollectAsync(manager.ReadAllAsync(CancellationToken.None), count);
        await Task.WhenAll(toNode, toManager, atNode, atManager).WaitAsync(Limit.Time);

        Assert.Equal(Enumerable.Range(0, count), (await atNode).Select(Sample.Number));
        Assert.Equal(Enumerable.Range(0, count), (await atManager).Select(Sample.Number));
    }

    [Fact]
    public async Task A_message_of_20_MB_arrives_whole()
    {
        var (manager, node) = await ConnectAsync();
        var sent = (NodeMessage.ActionFinished)Sample.Large(20_000_000);

        var received = CollectAsync(manager.ReadAllAsync(CancellationToken.None), 1);
        await node.SendAsync(sent, CancellationToken.None);

        var message = Assert.IsType<NodeMessage.ActionFinished>((await received.WaitAsync(Limit.Time))[0]);
        Assert.Equal(sent.Result.Data, message.Result.Data);
    }

    [Fact]
    public async Task Messages_of_many_senders_all_arrive_and_each_senders_in_order()
    {
        const int senders = 8, each = 2_000;
        var (manager, node) = await ConnectAsync();

        var sending = Enumerable.Range(0, senders).Select(sender => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++) await node.SendAsync(Sample.ToManager(sender * each + i), CancellationToken.None);
        }));
        var received = CollectAsync(manager.ReadAllAsync(CancellationToken.None), senders * each);
        await Task.WhenAll(sending.Append(received)).WaitAsync(Limit.Time);

        foreach (var group in (await received).Select(Sample.Number).GroupBy(number => number / each))
            Assert.Equal(Enumerable.Range(group.Key * each, each), group);
    }

    [Fact]
    public async Task Closing_lets_all_that_was_sent_arrive_and_then_ends_the_reading()
    {
        var (manager, node) = await ConnectAsync();
        for (var i = 0; i < 500; i++) await node.SendAsync(Sample.ToManager(i), CancellationToken.None);
        await node.DisposeAsync();

        var received = await CollectAsync(manager.ReadAllAsync(CancellationToken.None), int.MaxValue).WaitAsync(Limit.Time);

        Assert.Equal(Enumerable.Range(0, 500), received.Select(Sample.Number));
        await AssertClosedAsync(async () => await manager.SendAsync(Sample.ToNode(1), CancellationToken.None));
        await AssertClosedAsync(async () => await node.SendAsync(Sample.ToManager(1), CancellationToken.None));
        await AssertClosedAsync(async () => await manager.RequestStreamAsync(Sample.LogStream, CancellationToken.None));
    }

    [Fact]
    public async Task Closing_ends_ones_own_reading_too()
    {
        var (_, node) = await ConnectAsync();
        var reading = CollectAsync(node.ReadAllAsync(CancellationToken.None), int.MaxValue);
        await node.DisposeAsync();
        Assert.Empty(await reading.WaitAsync(Limit.Time));
    }

    [Fact]
    public async Task A_cut_gives_a_prefix_and_then_an_error_at_both_ends()
    {
        var (manager, node) = await ConnectAsync();
        var received = new List<int>();
        var reading = Task.Run(async () =>
        {
            await foreach (var message in manager.ReadAllAsync(CancellationToken.None)) received.Add(Sample.Number(message));
        });
        var sending = Task.Run(async () =>
        {
            for (var i = 0; ; i++) await node.SendAsync(Sample.ToManager(i), CancellationToken.None);
        });
        var waiting = CollectAsync(node.ReadAllAsync(CancellationToken.None), int.MaxValue);
        await Limit.UntilAsync(() => Volatile.Read(ref received).Count > 100, "messages arrive");
        _pair.CutAll();

        await AssertClosedAsync(() => reading);
        await AssertClosedAsync(() => sending);
        await AssertClosedAsync(() => waiting);
        Assert.Equal(Enumerable.Range(0, received.Count), received);
    }

    [Fact]
    public async Task A_node_can_connect_again_after_a_cut()
    {
        var manager = await ListenAsync();
        var identity = Sample.Identity();
        await OwnAsync(_pair.Connector.ConnectAsync(identity, ScriptedStreams.None, CancellationToken.None));
        await manager.NextAsync();
        _pair.CutAll();

        var again = await OwnAsync(_pair.Connector.ConnectAsync(identity, ScriptedStreams.None, CancellationToken.None));
        await again.SendAsync(Sample.ToManager(5), CancellationToken.None);

        var channel = await manager.NextAsync();
        Assert.Equal(identity, channel.Node);
        Assert.Equal(5, Sample.Number((await CollectAsync(channel.ReadAllAsync(CancellationToken.None), 1).WaitAsync(Limit.Time))[0]));
    }

    [Fact]
    public async Task A_second_connection_of_the_same_node_is_let_through()
    {
        var manager = await ListenAsync();
        var identity = Sample.Identity();
        await OwnAsync(_pair.Connector.ConnectAsync(identity, ScriptedStreams.None, CancellationToken.None));
        await OwnAsync(_pair.Connector.ConnectAsync(identity, ScriptedStreams.None, CancellationToken.None));
        Assert.Equal((await manager.NextAsync()).Node, (await manager.NextAsync()).Node);
    }

    [Fact]
    public async Task A_sender_waits_while_the_other_end_does_not_read()
    {
        var (manager, node) = await ConnectAsync();
        var sent = 0;
        var blocked = new TaskCompletionSource();
        var sending = Task.Run(async () =>
        {
            while (true)
            {
                var one = node.SendAsync(Sample.ToManager(sent), CancellationToken.None);
                if (!one.IsCompleted) { blocked.TrySetResult(); await one; return; }
                await one;
                sent++;
            }
        });
        await blocked.Task.WaitAsync(Limit.Time);
        Assert.InRange(sent, 1, 50_000);

        var received = await CollectAsync(manager.ReadAllAsync(CancellationToken.None), sent + 1).WaitAsync(Limit.Time);
        await sending.WaitAsync(Limit.Time);
        Assert.Equal(Enumerable.Range(0, sent + 1), received.Select(Sample.Number));
    }

    [Fact]
    public async Task A_sender_that_gives_up_waiting_sends_nothing()
    {
        var (manager, node) = await ConnectAsync();
        var count = 0;
        ValueTask last;
        using var giveUp = new CancellationTokenSource();
        while ((last = node.SendAsync(Sample.ToManager(count), giveUp.Token)).IsCompleted) { await last; count++; }
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => last.AsTask());
        var next = node.SendAsync(Sample.ToManager(-1), CancellationToken.None).AsTask();

        var received = await CollectAsync(manager.ReadAllAsync(CancellationToken.None), count + 1).WaitAsync(Limit.Time);
        await next.WaitAsync(Limit.Time);
        Assert.Equal(-1, Sample.Number(received[count]));
    }

    [Fact]
    public async Task Many_nodes_are_served_at_once_each_by_its_own_channel()
    {
        const int nodes = 50;
        var manager = await ListenAsync();
        var connected = await Task.WhenAll(Enumerable.Range(0, nodes).Select(
            i => OwnAsync(_pair.Connector.ConnectAsync(Sample.Identity($"node-{i}"), ScriptedStreams.None, CancellationToken.None))));
        await Task.WhenAll(connected.Select(node => node.SendAsync(Sample.ToManager(int.Parse(node.Node.Name[5..], null)), CancellationToken.None).AsTask()));
        for (var i = 0; i < nodes; i++)
        {
            var channel = await manager.NextAsync();
            var message = (await CollectAsync(channel.ReadAllAsync(CancellationToken.None), 1).WaitAsync(Limit.Time))[0];
            Assert.Equal(channel.Node.Name, $"node-{Sample.Number(message)}");
        }
    }

    [Fact]
    public async Task The_channel_is_closed_once_the_manager_has_served_it()
    {
        await _pair.Listener.StartAsync(ScriptedStreams.None, _ => Task.CompletedTask, CancellationToken.None);
        var node = await OwnAsync(_pair.Connector.ConnectAsync(Sample.Identity(), ScriptedStreams.None, CancellationToken.None));
        Assert.Empty(await CollectAsync(node.ReadAllAsync(CancellationToken.None), int.MaxValue).WaitAsync(Limit.Time));
    }

    [Fact]
    public async Task Disposing_the_listener_closes_the_nodes_in_order()
    {
        var (_, node) = await ConnectAsync();
        await _pair.Listener.DisposeAsync();
        Assert.Empty(await CollectAsync(node.ReadAllAsync(CancellationToken.None), int.MaxValue).WaitAsync(Limit.Time));
    }

    private async Task<ManagerSide> ListenAsync(IStreamProvider? streams = null)
    {
        var manager = await ManagerSide.StartAsync(_pair.Listener, streams);
        _owned.Add(manager);
        return manager;
    }

    private async Task<(INodeChannel Manager, IManagerChannel Node)> ConnectAsync(IStreamProvider? atManager = null, IStreamProvider? atNode = null)
    {
        var manager = await ListenAsync(atManager);
        var node = await OwnAsync(_pair.Connector.ConnectAsync(Sample.Identity(), atNode ?? ScriptedStreams.None, CancellationToken.None));
        return (await manager.NextAsync(), node);
    }

    private async Task<IManagerChannel> OwnAsync(Task<IManagerChannel> connecting)
    {
        var channel = await connecting.WaitAsync(Limit.Time);
        lock (_owned) _owned.Add(channel);
        return channel;
    }

    private static async Task SendAllAsync<TSend, TReceive>(IMessageChannel<TSend, TReceive> channel, Func<int, TSend> message, int count)
    {
        for (var i = 0; i < count; i++) await channel.SendAsync(message(i), CancellationToken.None);
    }

    private static async Task<List<T>> CollectAsync<T>(IAsyncEnumerable<T> messages, int count)
    {
        var collected = new List<T>();
        await foreach (var message in messages)
        {
            collected.Add(message);
            if (collected.Count == count) break;
        }
        return collected;
    }

    private static async Task AssertClosedAsync(Func<Task> act)
    {
        var thrown = await Assert.ThrowsAsync<ProtocolException>(() => act().WaitAsync(Limit.Time));
        Assert.Equal(ProtocolError.Closed, thrown.Error);
    }
}
