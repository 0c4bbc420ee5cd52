using System.Net;
using System.Net.Sockets;

namespace LitePipeline.Benchmarks.Peers;

/// <summary>Copies a file over loopback connections into files, to several at once, and does nothing else with it.</summary>
internal static class LoopbackCopy
{
    private const int Buffer = 128 * 1024;

    public static async Task RunAsync(string file, string folder, int copies)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await Task.WhenAll(Enumerable.Range(0, copies).SelectMany(copy => new[] { Task.Run(() => SendAsync(listener, file)), Task.Run(() => ReceiveAsync(port, Path.Combine(folder, $"copy-{copy}"))) }));
    }

    private static async Task SendAsync(TcpListener listener, string file)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, Buffer, useAsync: true);
        await source.CopyToAsync(client.GetStream(), Buffer);
    }

    private static async Task ReceiveAsync(int port, string path)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await using var target = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, Buffer, useAsync: true);
        await client.GetStream().CopyToAsync(target, Buffer);
    }
}
