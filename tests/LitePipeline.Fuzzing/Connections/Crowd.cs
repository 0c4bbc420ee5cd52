using System.Net.Sockets;

namespace LitePipeline.Fuzzing.Connections;

/// <summary>Connections that are held open and say little or nothing.</summary>
internal sealed class Crowd : IDisposable
{
    private readonly List<Socket> _sockets = [];

    /// <summary>How many the other end has not closed.</summary>
    public int Open => _sockets.Count(socket => !socket.Poll(0, SelectMode.SelectRead));

    /// <summary>Opens connections; each says <paramref name="word"/> and no more.</summary>
    public static async Task<Crowd> GatherAsync(int count, int port, ReadOnlyMemory<byte> word)
    {
        var crowd = new Crowd();
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            crowd._sockets.Add(socket);
            await socket.ConnectAsync("127.0.0.1", port);
            try { await socket.SendAsync(word); }
            catch (SocketException) { /* closed already */ }
        }

        return crowd;
    }

    public void Dispose()
    {
        foreach (var socket in _sockets) socket.Dispose();
    }
}
