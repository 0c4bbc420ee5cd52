using System.Net;
using System.Net.Sockets;

namespace LitePipeline.EndToEnd.Tests;

/// <summary>A line to a server that stands still after so many bytes of one direction; both ends keep their connections. The lines after it pass freely.</summary>
internal sealed class HoldingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;

    /// <param name="server">Where it leads.</param>
    /// <param name="bytes">How much passes.</param>
    /// <param name="ofRequests">The bytes are those to the server, instead of its answers.</param>
    public HoldingProxy(string server, long bytes, bool ofRequests = false)
    {
        _listener.Start();
        _accepting = AcceptAsync(IPEndPoint.Parse(server), bytes, ofRequests);
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>Completes when a line stands still.</summary>
    public Task Held => _held.Task;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task AcceptAsync(IPEndPoint server, long bytes, bool ofRequests)
    {
        var lines = new List<Task>();
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptSocketAsync(_end.Token);
            lines.Add(PassAsync(client, server, bytes, ofRequests));
        }

        await Task.WhenAll(lines);
    }

    private async Task PassAsync(Socket client, IPEndPoint address, long bytes, bool ofRequests)
    {
        using var near = new NetworkStream(client, ownsSocket: true);
        using var far = new TcpClient();
        await far.ConnectAsync(address, _end.Token);
        var server = far.GetStream();
        await Task.WhenAny(ofRequests ? HoldAsync(near, server, bytes) : near.CopyToAsync(server, _end.Token), ofRequests ? server.CopyToAsync(near, _end.Token) : HoldAsync(server, near, bytes));
    }

    private async Task HoldAsync(NetworkStream from, NetworkStream to, long bytes)
    {
        var buffer = new byte[16 * 1024];
        for (int count; (count = await from.ReadAsync(buffer, _end.Token)) > 0; bytes -= count)
        {
            if (bytes <= 0 && _held.TrySetResult())
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _end.Token);
            }

            await to.WriteAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }
}
