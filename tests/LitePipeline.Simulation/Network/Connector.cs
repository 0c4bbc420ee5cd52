using LitePipeline.Core.Transport;
using LitePipeline.Simulation.Processes;
using LitePipeline.Simulation.Time;

namespace LitePipeline.Simulation.Network;

/// <summary>How a node's process reaches the manager, where it can.</summary>
internal sealed class Connector(World world, SimulatedNode node, SimulatedProcess process) : INodeConnector
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    public Task<IManagerChannel> ConnectAsync(NodeIdentity identity, IStreamProvider streams, CancellationToken cancellationToken)
    {
        world.CheckThread();
        // Not asynchronously: who waits without a context is to go on at once, and who waits in one is posted there.
        var connecting = new TaskCompletionSource<IManagerChannel>();
        var isCutOff = world.Scheduler.Now < node.CutOffUntil;
        world.Scheduler.After(isCutOff ? world.Between(3, 20) : world.Between(0.0005, 0.02), process, () =>
        {
            if (cancellationToken.IsCancellationRequested) connecting.TrySetCanceled(cancellationToken);
            else if (isCutOff || !world.Manager.Accept(identity, process, Served)) connecting.TrySetException(new IOException("Simulated: nobody answers."));
            else world.Scheduler.After(HandshakeTimeout, process, () => connecting.TrySetException(new IOException("Simulated: the handshake takes too long.")));
        });
        return connecting.Task;

        void Served(Connection connection) => world.Scheduler.After(connection.Delay(), process, () =>
        {
            if (!connecting.TrySetResult(connection.AtNode)) connection.Died(connection.AtNode, told: true);
        });
    }
}
