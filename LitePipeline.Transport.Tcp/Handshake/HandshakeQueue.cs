using System.Net.Sockets;
using LitePipeline.Transport.Tcp.Connections;

namespace LitePipeline.Transport.Tcp.Handshake;

/// <summary>The connections that have not said yet who they are. Beyond the limit the longest there makes way: a node is through in milliseconds, and who only holds a place is not.</summary>
internal sealed class HandshakeQueue
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Socket> _sockets = [];
    private readonly Dictionary<Socket, LinkedListNode<Socket>> _places = [];

    public int Count
    {
        get
        {
            lock (_lock) return _sockets.Count;
        }
    }

    /// <summary>Takes a connection in; true where another one was closed for it.</summary>
    public bool Enter(Socket socket, int limit)
    {
        Socket? longest = null;
        lock (_lock)
        {
            if (_sockets.Count >= limit)
            {
                longest = _sockets.First!.Value;
                Remove(_sockets.First);
            }

            _places[socket] = _sockets.AddLast(socket);
        }

        if (longest is null) return false;
        Wire.Abort(longest);
        return true;
    }

    /// <summary>A handshake is over; false where it had to make way, or was over before.</summary>
    public bool Leave(Socket socket)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(socket, out var place)) return false;
            Remove(place);
            return true;
        }
    }

    /// <summary>Closes all.</summary>
    public void Abort()
    {
        lock (_lock)
        {
            foreach (var socket in _sockets) Wire.Abort(socket);
        }
    }

    private void Remove(LinkedListNode<Socket> place)
    {
        _sockets.Remove(place);
        _places.Remove(place.Value);
    }
}
