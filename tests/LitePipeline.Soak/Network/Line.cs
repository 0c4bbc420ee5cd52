using LitePipeline.Soak.Cluster;

namespace LitePipeline.Soak.Network;

/// <summary>The line between the manager's network namespace and another one. Packets of IP go by it, and nothing else joins the two; this process carries them.</summary>
internal sealed class Line
{
    /// <summary>Lays a line.</summary>
    /// <param name="number">Which one it is.</param>
    /// <param name="manager">The manager's network namespace.</param>
    /// <param name="peer">That of the other side; null for this process's own.</param>
    /// <param name="seed">Which packets are lost follows from it.</param>
    public Line(int number, string manager, string? peer, int seed)
    {
        (Manager, Peer) = ($"10.77.{number}.1", $"10.77.{number}.2");
        var (near, far) = ($"manager{number}", $"peer{number}");
        var (atManager, atPeer) = (new TunDevice(near), new TunDevice(far));
        Shell.Run("ip", "link", "set", near, "netns", manager);
        if (peer is not null) Shell.Run("ip", "link", "set", far, "netns", peer);
        Raise(manager, near, Manager, Peer);
        Raise(peer, far, Peer, Manager);
        ToManager = new Lane(atPeer, atManager, seed);
        ToPeer = new Lane(atManager, atPeer, ~seed);
    }

    /// <summary>The manager's address on this line.</summary>
    public string Manager { get; }

    /// <summary>The other side's.</summary>
    public string Peer { get; }

    public Lane ToManager { get; }

    public Lane ToPeer { get; }

    public void Set(LaneState toManager, LaneState toPeer) => (ToManager.State, ToPeer.State) = (toManager, toPeer);

    private static void Raise(string? space, string device, string own, string other)
    {
        string[] inside = space is null ? [] : ["-n", space];
        Shell.Run("ip", [.. inside, "address", "add", own, "peer", other, "dev", device]);
        Shell.Run("ip", [.. inside, "link", "set", device, "up"]);
    }
}
