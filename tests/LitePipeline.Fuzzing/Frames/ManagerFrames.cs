using CsCheck;
using LitePipeline.Core.Messages;
using LitePipeline.Transport.Tcp;
using LitePipeline.Transport.Tcp.Connections;
using LitePipeline.Transport.Tcp.Frames;
using LitePipeline.Transport.Tcp.Handshake;

namespace LitePipeline.Fuzzing.Frames;

/// <summary>The manager's end: what a node, or whoever calls itself one, may send.</summary>
internal sealed class ManagerFrames() : FrameTarget<NodeMessage>(MessageJsonContext.Default.NodeMessage)
{
    private static readonly TcpListenerOptions Listening = Small<TcpListenerOptions>();
    private static readonly NodeDoor Door = new(Listening, failed => throw failed);

    public override string Name => "frames";

    public override string What => "the manager's end of the TCP transport, from the first byte on";

    protected override TcpTransportOptions Options => Listening;

    protected override Gen<byte[]> Greeting => FrameCases.Greeting(FrameKind.Hello, HandshakeJsonContext.Default.Hello, Gen.Const(
        System.Text.Encoding.UTF8.GetString(HandshakeJson.Write(new Hello(Token, Node, HandshakeJson.LimitsOf(Small<TcpConnectorOptions>()))))));

    protected override async Task<EndLimits> GreetAsync(Wire wire) =>
        (await ServerHandshake.RunAsync(wire, Door, Listening, HandshakeJson.LimitsOf(Listening), TimeProvider.System, CancellationToken.None)).Limits!;
}
