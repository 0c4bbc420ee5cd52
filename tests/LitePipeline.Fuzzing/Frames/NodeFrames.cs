using CsCheck;
using LitePipeline.Core.Messages;
using LitePipeline.Transport.Tcp;
using LitePipeline.Transport.Tcp.Connections;
using LitePipeline.Transport.Tcp.Frames;
using LitePipeline.Transport.Tcp.Handshake;

namespace LitePipeline.Fuzzing.Frames;

/// <summary>The node's end: what a manager, or whoever stands in its place, may send.</summary>
internal sealed class NodeFrames() : FrameTarget<ManagerMessage>(MessageJsonContext.Default.ManagerMessage)
{
    private static readonly TcpConnectorOptions Connecting = Small<TcpConnectorOptions>();

    public override string Name => "node-frames";

    public override string What => "the node's end of the TCP transport, from the first byte on";

    protected override TcpTransportOptions Options => Connecting;

    protected override Gen<byte[]> Greeting => FrameCases.Greeting(FrameKind.Welcome, HandshakeJsonContext.Default.Welcome, Gen.Const(
        System.Text.Encoding.UTF8.GetString(HandshakeJson.Write(new Welcome(HandshakeJson.LimitsOf(Small<TcpListenerOptions>()))))));

    protected override Task<EndLimits> GreetAsync(Wire wire) =>
        ClientHandshake.RunAsync(wire, new Hello(Token, Node, HandshakeJson.LimitsOf(Connecting)), CancellationToken.None);
}
