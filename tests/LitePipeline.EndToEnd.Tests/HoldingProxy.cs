using System.Net;
using System.Net.Sockets;

namespace LitePipeline.EndToEnd.Tests;

/// <summary>A line to a server that stands still after so many bytes of its answers; both ends keep their connections.</summary>
internal sealed class HoldingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;

    public HoldingProxy(string server, long bytes)
    {
        _listener.Start();
        _accepting = AcceptAsync(IPEndPoint.Parse(server), bytes);
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

    private async Task AcceptAsync(IPEndPoint server, long bytes)
    {
        var lines = new List<Task>();
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptSocketAsync(_end.Token);
            lines.Add(PassAsync(client, server, bytes));
        }

        await Task.WhenAll(lines);
    }

    private async Task PassAsync(Socket client, IPEndPoint server, long bytes)
    {
        using var near = new NetworkStream(client, ownsSocket: true);
        using var far = new TcpClient();
        await far.ConnectAsync(server, _end.Token);
        var asking = near.CopyToAsync(far.GetStream(), _end.Token);
        await Task.WhenAny(asking, AnswerAsync(far.GetStream(), near, bytes));
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to, long bytes)
    {
        var buffer = new byte[16 * 1024];
        for (int count; (count = await from.ReadAsync(buffer, _end.Token)) > 0; bytes -= count)
        {
            if (bytes <= 0)
            {
                _held.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _end.Token);
            }

            await to.WriteAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }
}
