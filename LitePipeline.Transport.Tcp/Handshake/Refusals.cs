using System.Buffers;
using System.Text.Json;
using LitePipeline.Core;

namespace LitePipeline.Transport.Tcp.Handshake;

/// <summary>The content of the frame that says why a connection ends.</summary>
internal static class Refusals
{
    private const int MaxMessageChars = 2000;

    public static byte[] Write(ProtocolException why)
    {
        var message = why.Message.Length > MaxMessageChars ? why.Message[..MaxMessageChars] : why.Message;
        return JsonSerializer.SerializeToUtf8Bytes(new Refusal(why.Error, message), HandshakeJsonContext.Default.Refusal);
    }

    public static ProtocolException Read(ReadOnlySequence<byte> content)
    {
        try
        {
            var reader = new Utf8JsonReader(content);
            var refusal = JsonSerializer.Deserialize(ref reader, HandshakeJsonContext.Default.Refusal);
            return new ProtocolException(refusal is { } said && Enum.IsDefined(said.Error) ? said.Error : ProtocolError.Unknown, $"The other end refused: {refusal?.Message}");
        }
        catch (JsonException unreadable)
        {
            return new ProtocolException(ProtocolError.Unknown, "The other end refused for a reason that this version cannot read.", unreadable);
        }
    }
}
