using System.Text.Json;

namespace LitePipeline.Transport.Tcp.Handshake;

/// <summary>Writes the handshake's frames.</summary>
internal static class HandshakeJson
{
    public static byte[] Write(Hello hello) => JsonSerializer.SerializeToUtf8Bytes(hello, HandshakeJsonContext.Default.Hello);

    public static byte[] Write(Welcome welcome) => JsonSerializer.SerializeToUtf8Bytes(welcome, HandshakeJsonContext.Default.Welcome);

    public static EndLimits LimitsOf(TcpTransportOptions options) =>
        new(options.MaxMessageBytes, options.MessageWindowBytes, options.StreamWindowBytes, (int)options.SilenceTimeout.TotalMilliseconds);
}
