using System.Text.Json.Serialization;
using LitePipeline.Core;
using LitePipeline.Core.Transport;

namespace LitePipeline.Transport.Tcp.Handshake;

/// <summary>The node's first frame.</summary>
internal sealed record Hello(string? Token, NodeIdentity? Node, EndLimits? Limits);

/// <summary>The manager's answer to a node that may join.</summary>
internal sealed record Welcome(EndLimits? Limits);

/// <summary>Why a connection ends.</summary>
internal sealed record Refusal(ProtocolError Error, string? Message);

/// <summary>What one end takes; the other end keeps to it.</summary>
/// <param name="MaxMessageBytes">The longest message.</param>
/// <param name="MessageWindowBytes">Messages that may be on their way before one was read.</param>
/// <param name="StreamWindowBytes">The same for each stream.</param>
/// <param name="SilenceMilliseconds">How long the other end may say nothing.</param>
internal sealed record EndLimits(int MaxMessageBytes, int MessageWindowBytes, int StreamWindowBytes, int SilenceMilliseconds)
{
    [JsonIgnore]
    public bool IsValid => MaxMessageBytes > 0 && MessageWindowBytes > 0 && StreamWindowBytes > 0 && SilenceMilliseconds > 0;
}

/// <summary>The JSON form of the handshake.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Hello))]
[JsonSerializable(typeof(Welcome))]
[JsonSerializable(typeof(Refusal))]
internal sealed partial class HandshakeJsonContext : JsonSerializerContext;
