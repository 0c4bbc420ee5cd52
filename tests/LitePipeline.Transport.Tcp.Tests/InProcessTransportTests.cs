using LitePipeline.Core.Transport;
using LitePipeline.Hosting.InProcess;

namespace LitePipeline.Transport.Tcp.Tests;

public sealed class InProcessTransportTests : NodeTransportConformance
{
    protected override TransportPair CreatePair() => new Pair();

    private sealed class Pair : TransportPair
    {
        private readonly InProcessTransport _transport = new();

        public override INodeListener Listener => _transport;

        public override INodeConnector Connector => _transport;

        public override void CutAll() => _transport.CutAll();
    }
}
