using System.Net;
using System.Net.Sockets;
using LitePipeline.Storage.Postgres;
using Npgsql;

namespace LitePipeline.Storage.Tests.Postgres;

/// <summary>Where a line is cut.</summary>
public enum Cut
{
    /// <summary>Before the server hears that it is to commit.</summary>
    BeforeTheCommit,

    /// <summary>When the server has committed and answers.</summary>
    BeforeTheAnswer,
}

/// <summary>A line to the server that is cut at the next commit after it was told so.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly string _socket;
    private readonly Task _accepting;
    private Cut? _cut;

    public CuttingProxy(PostgresStoreOptions options)
    {
        var server = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        _socket = Path.Combine(server.Host!, $".s.PGSQL.{server.Port}");
        _listener.Start();
        _accepting = AcceptAsync();
        (server.Host, server.Port) = ("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
        server.SslMode = SslMode.Disable;
        server.GssEncryptionMode = GssEncryptionMode.Disable;
        Options = new PostgresStoreOptions { ConnectionString = server.ToString(), Schema = options.Schema, TakeoverTimeout = options.TakeoverTimeout };
    }

    /// <summary>The options that lead through it.</summary>
    public PostgresStoreOptions Options { get; }

    public void CutNext(Cut cut) => _cut = cut;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var lines = new List<Task>();
        while (!_end.IsCancellationRequested) lines.Add(PassAsync(await _listener.AcceptSocketAsync(_end.Token)));
        await Task.WhenAll(lines);
    }

    private async Task PassAsync(Socket client)
    {
        using var near = new NetworkStream(client, ownsSocket: true);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socket), _end.Token);
        await using var far = new NetworkStream(socket, ownsSocket: true);
        var isCut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Task.WhenAny(RequestsAsync(near, far, isCut), AnswersAsync(far, near, isCut.Task));
    }

    private async Task RequestsAsync(NetworkStream from, NetworkStream to, TaskCompletionSource isCut)
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = await from.ReadAsync(buffer, _end.Token)) > 0;)
        {
            if (_cut is { } cut && buffer.AsSpan(0, count).IndexOf("COMMIT\0"u8) >= 0)
            {
                _cut = null;
                if (cut == Cut.BeforeTheCommit) return;
                isCut.SetResult();
            }

            await to.WriteAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }

    private async Task AnswersAsync(NetworkStream from, NetworkStream to, Task isCut)
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = await from.ReadAsync(buffer, _end.Token)) > 0 && !isCut.IsCompleted;) await to.WriteAsync(buffer.AsMemory(0, count), _end.Token);
    }
}
