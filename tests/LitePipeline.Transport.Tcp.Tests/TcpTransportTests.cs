namespace LitePipeline.Transport.Tcp.Tests;

public sealed class TcpTransportTests : NodeTransportConformance
{
    protected override TransportPair CreatePair() => new TcpPair();
}
