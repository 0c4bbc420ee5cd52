using System.Net;
using System.Net.Sockets;

namespace LitePipeline.Benchmarks.Peers;

/// <summary>Round trips of a small message over a loopback connection, with nothing else at either end.</summary>
internal static class LoopbackEcho
{
    private const int Size = 512;

    public static async Task RunAsync(int trips)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient { NoDelay = true };
        var accepting = listener.AcceptTcpClientAsync();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var server = await accepting;
        server.NoDelay = true;
        var echo = EchoAsync(server.GetStream(), trips);
        var (stream, buffer) = (client.GetStream(), new byte[Size]);
        for (var i = 0; i < trips; i++)
        {
            await stream.WriteAsync(buffer);
            await stream.ReadExactlyAsync(buffer);
        }

        await echo;
    }

    private static async Task EchoAsync(NetworkStream stream, int trips)
    {
        var buffer = new byte[Size];
        for (var i = 0; i < trips; i++)
        {
            await stream.ReadExactlyAsync(buffer);
            await stream.WriteAsync(buffer);
        }
    }
}
