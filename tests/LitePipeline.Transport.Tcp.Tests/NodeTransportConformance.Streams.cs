using System.Security.Cryptography;
using LitePipeline.Core;
using LitePipeline.Core.Transport;

namespace LitePipeline.Transport.Tcp.Tests;

public abstract partial class NodeTransportConformance
{
    private const int StreamBytes = 100_000_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_of_100_MB_arrives_whole_in_either_direction_without_being_held_in_memory(bool fromManager)
    {
        byte[]? sent = null;
        var source = new ScriptedStreams(async (_, destination, cancellationToken) => sent = await WriteNoiseAsync(destination, cancellationToken));
        var (manager, node) = await ConnectAsync(source, source);

        await using var stream = await (fromManager ? node.RequestStreamAsync(Sample.AnyStream, default) : manager.RequestStreamAsync(Sample.LogStream, default));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[50_000];
        long total = 0, highest = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (int count; (count = await stream.ReadAsync(buffer).AsTask().WaitAsync(Limit.Time)) > 0; total += count)
        {
            hash.AppendData(buffer, 0, count);
            if (total % 10_000_000 < count) highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: true));
        }

        Assert.Equal(StreamBytes, total);
        Assert.Equal(sent, hash.GetHashAndReset());
        Assert.InRange(highest - before, long.MinValue, 30_000_000);
    }

    [Fact]
    public async Task The_provider_gets_the_request_that_was_asked()
    {
        var asked = new TaskCompletionSource<StreamRequest>();
        var (manager, _) = await ConnectAsync(atNode: new ScriptedStreams((request, _, _) => { asked.SetResult(request); return Task.CompletedTask; }));
        await using var stream = await manager.RequestStreamAsync(Sample.LogStream, CancellationToken.None);
        Assert.Equal(Sample.LogStream, await asked.Task);
        Assert.Equal(0, await stream.ReadAsync(new byte[10]));
    }

    [Fact]
    public async Task A_refused_stream_tells_the_asker_why()
    {
        var (manager, node) = await ConnectAsync();
        var atManager = await Assert.ThrowsAsync<StreamRefusedException>(() => manager.RequestStreamAsync(Sample.LogStream, default).WaitAsync(Limit.Time));
        var atNode = await Assert.ThrowsAsync<StreamRefusedException>(() => node.RequestStreamAsync(Sample.AnyStream, default).WaitAsync(Limit.Time));
        Assert.Equal("There is no Log here.", atManager.Message);
        Assert.Equal("There is no Package here.", atNode.Message);
    }

    [Fact]
    public async Task A_provider_that_fails_half_way_breaks_off_the_stream_and_nothing_else()
    {
        var (manager, node) = await ConnectAsync(atNode: new ScriptedStreams(async (_, destination, cancellationToken) =>
        {
            await destination.WriteAsync(new byte[100], cancellationToken);
            throw new InvalidDataException("the disk is gone");
        }));
        var thrown = await Assert.ThrowsAsync<StreamRefusedException>(async () =>
        {
            await using var stream = await manager.RequestStreamAsync(Sample.LogStream, CancellationToken.None);
            await stream.CopyToAsync(Stream.Null).WaitAsync(Limit.Time);
        });
        Assert.Contains("the disk is gone", thrown.Message, StringComparison.Ordinal);
        await AssertWorksAsync(manager, node);
    }

    [Fact]
    public async Task A_flush_begins_the_answer_before_there_are_bytes()
    {
        var go = new TaskCompletionSource();
        var (manager, _) = await ConnectAsync(atNode: new ScriptedStreams(async (_, destination, cancellationToken) =>
        {
            await destination.FlushAsync(cancellationToken);
            await go.Task;
            await destination.WriteAsync("late"u8.ToArray(), cancellationToken);
        }));
        await using var stream = await manager.RequestStreamAsync(Sample.LogStream, CancellationToken.None).WaitAsync(Limit.Time);
        go.SetResult();
        using var reader = new StreamReader(stream);
        Assert.Equal("late", await reader.ReadToEndAsync().WaitAsync(Limit.Time));
    }

    [Fact]
    public async Task A_reader_that_leaves_early_stops_the_writer()
    {
        var stopped = new TaskCompletionSource();
        var (manager, node) = await ConnectAsync(atNode: Endless(stopped));
        var stream = await manager.RequestStreamAsync(Sample.LogStream, CancellationToken.None);
        await stream.ReadExactlyAsync(new byte[1000]);
        await stream.DisposeAsync();

        await stopped.Task.WaitAsync(Limit.Time);
        await AssertWorksAsync(manager, node);
    }

    [Fact]
    public async Task An_asker_that_gives_up_before_the_answer_stops_the_writer()
    {
        var stopped = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        var (manager, _) = await ConnectAsync(atNode: new ScriptedStreams(async (_, _, cancellationToken) =>
        {
            asked.SetResult();
            try { await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken); }
            finally { stopped.SetResult(); }
        }));
        using var giveUp = new CancellationTokenSource();
        var asking = manager.RequestStreamAsync(Sample.LogStream, giveUp.Token);
        await asked.Task.WaitAsync(Limit.Time);
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(Limit.Time));
        await stopped.Task.WaitAsync(Limit.Time);
    }

    [Fact]
    public async Task A_stream_that_is_not_read_holds_up_neither_messages_nor_other_streams()
    {
        var written = 0L;
        var (manager, node) = await ConnectAsync(atNode: new ScriptedStreams(async (request, destination, cancellationToken) =>
        {
            if (request is StreamRequest.Log { Offset: 1 })
            {
                await destination.WriteAsync("quick"u8.ToArray(), cancellationToken);
                return;
            }
            while (true)
            {
                await destination.WriteAsync(new byte[10_000], cancellationToken);
                Interlocked.Add(ref written, 10_000);
            }
        }));
        await using var ignored = await manager.RequestStreamAsync(Sample.LogStream, CancellationToken.None);

        const int count = 5_000;
        var sending = SendAllAsync(node, Sample.ToManager, count);
        var received = await CollectAsync(manager.ReadAllAsync(CancellationToken.None), count).WaitAsync(Limit.Time);
        await sending;
        await using var quick = await manager.RequestStreamAsync((StreamRequest.Log)Sample.LogStream with { Offset = 1 }, CancellationToken.None).WaitAsync(Limit.Time);
        using var reader = new StreamReader(quick);

        Assert.Equal(count, received.Count);
        Assert.Equal("quick", await reader.ReadToEndAsync().WaitAsync(Limit.Time));
        Assert.InRange(Interlocked.Read(ref written), 0, 4_000_000);
    }

    [Fact]
    public async Task Messages_that_are_not_read_hold_up_no_stream()
    {
        var (manager, node) = await ConnectAsync(atNode: new ScriptedStreams(
            async (_, destination, cancellationToken) => await destination.WriteAsync(new byte[1_000_000], cancellationToken)));
        using var giveUp = new CancellationTokenSource();
        ValueTask waiting;
        while ((waiting = node.SendAsync(Sample.ToManager(1), giveUp.Token)).IsCompleted) await waiting;

        await using var stream = await manager.RequestStreamAsync(Sample.LogStream, CancellationToken.None).WaitAsync(Limit.Time);
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy).WaitAsync(Limit.Time);

        Assert.Equal(1_000_000, copy.Length);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.AsTask());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_of_the_connection_ends_its_streams_at_both_ends(bool cut)
    {
        var stopped = new TaskCompletionSource();
        var (manager, node) = await ConnectAsync(atNode: Endless(stopped));
        await using var stream = await manager.RequestStreamAsync(Sample.LogStream, CancellationToken.None);
        var reading = stream.CopyToAsync(Stream.Null);
        if (cut) _pair.CutAll();
        else await node.DisposeAsync();

        await AssertClosedAsync(() => reading);
        await stopped.Task.WaitAsync(Limit.Time);
    }

    [Fact]
    public async Task Many_streams_at_once_each_carry_their_own_bytes()
    {
        var (manager, _) = await ConnectAsync(atNode: new ScriptedStreams(async (request, destination, cancellationToken) =>
        {
            var data = new byte[700_000];
            data.AsSpan().Fill((byte)((StreamRequest.Log)request).Offset);
            await destination.WriteAsync(data, cancellationToken);
        }));
        var copies = await Task.WhenAll(Enumerable.Range(1, 30).Select(async i =>
        {
            await using var stream = await manager.RequestStreamAsync((StreamRequest.Log)Sample.LogStream with { Offset = i }, CancellationToken.None);
            var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            return (i, Bytes: copy.ToArray());
        })).WaitAsync(Limit.Time);
        Assert.All(copies, copy => Assert.True(copy.Bytes.Length == 700_000 && copy.Bytes.All(value => value == copy.i)));
    }

    private static ScriptedStreams Endless(TaskCompletionSource stopped) => new(async (_, destination, cancellationToken) =>
    {
        try
        {
            while (true) await destination.WriteAsync(new byte[10_000], cancellationToken);
        }
        finally
        {
            stopped.TrySetResult();
        }
    });

    private static async Task<byte[]> WriteNoiseAsync(Stream destination, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = RandomNumberGenerator.GetBytes(100_000);
        for (var i = 0; i < StreamBytes / block.Length; i++)
        {
            // Each block differs, so that a block lost or swapped changes the hash.
            BitConverter.TryWriteBytes(block, i);
            hash.AppendData(block);
            await destination.WriteAsync(block, cancellationToken);
        }
        return hash.GetHashAndReset();
    }

    private static async Task AssertWorksAsync(INodeChannel manager, IManagerChannel node)
    {
        await node.SendAsync(Sample.ToManager(77), CancellationToken.None);
        Assert.Equal(77, Sample.Number((await CollectAsync(manager.ReadAllAsync(CancellationToken.None), 1).WaitAsync(Limit.Time))[0]));
    }
}
