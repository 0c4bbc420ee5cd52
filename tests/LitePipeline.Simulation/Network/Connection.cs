using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Transport;
using LitePipeline.Simulation.Processes;
using LitePipeline.Simulation.Time;

namespace LitePipeline.Simulation.Network;

/// <summary>One connection of a node to the manager: in order each way, until it is cut or falls silent.</summary>
internal sealed class Connection
{
    // The transport's own: an end that hears nothing for so long gives up; heartbeats come in between.
    private static readonly TimeSpan SilenceTimeout = TimeSpan.FromSeconds(30), Heartbeat = TimeSpan.FromSeconds(5);

    private readonly World _world;
    private readonly SimulatedNode _node;

    public Connection(World world, NodeIdentity node, SimulatedProcess nodeProcess, SimulatedProcess managerProcess)
    {
        _world = world;
        Node = node;
        _node = world.Nodes.First(one => one.Id == node.Id);
        AtNode = new ManagerChannel(world, this, nodeProcess);
        AtManager = new NodeChannel(world, this, managerProcess);
        AtNode.Peer = AtManager;
        AtManager.Peer = AtNode;
    }

    public NodeIdentity Node { get; }

    /// <summary>The node's end.</summary>
    public ManagerChannel AtNode { get; }

    /// <summary>The manager's end.</summary>
    public NodeChannel AtManager { get; }

    public bool IsOver => AtNode.IsOver && AtManager.IsOver;

    /// <summary>How long a message takes now; more for a while where the network is slow.</summary>
    public TimeSpan Delay() => _world.Scheduler.Now < _node.SlowUntil ? _world.Between(0.2, 8) : _world.Between(0.0001, 0.004);

    /// <summary>Cuts it, and both ends learn of it: what is under way is lost, or what is under way to the manager arrives first.</summary>
    public void Cut(string reason)
    {
        if (_world.Random.Next(2) == 0)
        {
            AtNode.LoseIncoming();
            AtNode.Break(reason);
            AtManager.BreakInTurn(reason, atOnce: false);
            return;
        }

        AtNode.LoseIncoming();
        AtManager.LoseIncoming();
        foreach (var end in (IEnd[])[AtNode, AtManager]) _world.Scheduler.After(_world.Between(0, 0.01), null, () => end.Break(reason));
    }

    /// <summary>Lets an end hear nothing any more; it finds out when it has heard nothing for long enough.</summary>
    public void Silence(bool atNode, bool atManager)
    {
        if (atNode) Silence(AtNode);
        if (atManager) Silence(AtManager);
    }

    /// <summary>One end's process is gone.</summary>
    /// <param name="end">That end.</param>
    /// <param name="told">Whether the other end learns of it: its system closes what a process leaves open, a machine without power closes nothing.</param>
    public void Died(IEnd end, bool told)
    {
        end.Vanish();
        IEnd other = end == AtNode ? AtManager : AtNode;
        if (other.IsOver) return;
        if (told && !other.IsDeaf) other.BreakInTurn("The other end's process has ended.", _world.Random.Next(3) == 0);
        else Silence(other);
    }

    /// <summary>Lets one end hear nothing any more.</summary>
    public void Silence(IEnd end)
    {
        if (end.IsDeaf || end.IsOver) return;
        end.LoseIncoming();
        end.IsDeaf = true;
        _world.Scheduler.After(SilenceTimeout + _world.Between(0, Heartbeat.TotalSeconds), null, () => end.Break("The other end fell silent."));
    }
}

/// <summary>The node's end of a connection.</summary>
internal sealed class ManagerChannel(World world, Connection connection, SimulatedProcess process)
    : ConnectionEnd<NodeMessage, ManagerMessage>(world, connection, process), IManagerChannel
{
    public override string RemoteAddress => "manager";
}

/// <summary>The manager's end of a connection.</summary>
internal sealed class NodeChannel(World world, Connection connection, SimulatedProcess process)
    : ConnectionEnd<ManagerMessage, NodeMessage>(world, connection, process), INodeChannel
{
    public override string RemoteAddress => Node.Name;

    public NodeId Id => Node.Id;

    /// <summary>When the manager first said something here: it has taken the node up by then.</summary>
    public TimeSpan? SpokenAt { get; set; }

    /// <summary>Whether the node has said who it is.</summary>
    public bool HasJoined { get; set; }
}
