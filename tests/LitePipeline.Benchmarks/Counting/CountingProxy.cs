using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace LitePipeline.Benchmarks.Counting;

/// <summary>Stands between a node and its manager and counts the messages that pass, and their bytes with their frames' headers.</summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private const int Preface = 8, Header = 9, Message = 6;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _serving;
    private long _toNode, _toNodeBytes, _toManager, _toManagerBytes;

    public CountingProxy(IPEndPoint manager)
    {
        _listener.Start();
        _serving = ServeAsync(manager);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public PassedMessages Passed => new(Interlocked.Read(ref _toNode), Interlocked.Read(ref _toNodeBytes), Interlocked.Read(ref _toManager), Interlocked.Read(ref _toManagerBytes));

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Stop();
        _over.Dispose();
    }

    private async Task ServeAsync(IPEndPoint manager)
    {
        using var node = await _listener.AcceptTcpClientAsync(_over.Token);
        using var onward = new TcpClient();
        await onward.ConnectAsync(manager, _over.Token);
        (node.NoDelay, onward.NoDelay) = (true, true);
        var (toNode, toManager) = (PassAsync(onward.GetStream(), node.GetStream(), isToNode: true), PassAsync(node.GetStream(), onward.GetStream(), isToNode: false));
        await Task.WhenAny(toNode, toManager);
        node.Close();
        onward.Close();
        await Task.WhenAll(toNode, toManager);
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to, bool isToNode)
    {
        var head = new byte[Header];
        await from.ReadExactlyAsync(head.AsMemory(0, Preface), _over.Token);
        await to.WriteAsync(head.AsMemory(0, Preface), _over.Token);
        while (true)
        {
            await from.ReadExactlyAsync(head, _over.Token);
            var frame = new byte[Header + BinaryPrimitives.ReadInt32BigEndian(head)];
            head.CopyTo(frame, 0);
            await from.ReadExactlyAsync(frame.AsMemory(Header), _over.Token);
            if (head[4] == Message) Count(isToNode, frame.Length);
            await to.WriteAsync(frame, _over.Token);
        }
    }

    private void Count(bool isToNode, int bytes)
    {
        Interlocked.Increment(ref isToNode ? ref _toNode : ref _toManager);
        Interlocked.Add(ref isToNode ? ref _toNodeBytes : ref _toManagerBytes, bytes);
    }
}

/// <summary>Messages and their bytes, each way.</summary>
internal readonly record struct PassedMessages(long ToNode, long BytesToNode, long ToManager, long BytesToManager)
{
    public static PassedMessages operator -(PassedMessages later, PassedMessages earlier) => new(
        later.ToNode - earlier.ToNode, later.BytesToNode - earlier.BytesToNode, later.ToManager - earlier.ToManager, later.BytesToManager - earlier.BytesToManager);
}
