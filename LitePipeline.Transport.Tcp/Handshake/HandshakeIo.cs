using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LitePipeline.Core;
using LitePipeline.Transport.Tcp.Connections;
using LitePipeline.Transport.Tcp.Frames;

namespace LitePipeline.Transport.Tcp.Handshake;

/// <summary>Reads what a handshake consists of, and refuses all else.</summary>
internal static class HandshakeIo
{
    // No message may come before the handshake is done, so none has a length that is taken.
    private static readonly FrameLimits Limits = new(MaxMessageBytes: 0);

    /// <exception cref="ProtocolException">The other end does not speak the protocol, or speaks another version.</exception>
    public static async Task ReadPrefaceAsync(Wire wire, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await wire.Reader.ReadAsync(cancellationToken);
            var start = result.Buffer.Slice(0, Math.Min(Preface.Size, result.Buffer.Length)).ToArray();
            var known = Preface.CanBe(start);
            var whole = start.Length == Preface.Size;
            wire.Reader.AdvanceTo(known && whole ? result.Buffer.GetPosition(Preface.Size) : result.Buffer.Start, known && whole ? result.Buffer.GetPosition(Preface.Size) : result.Buffer.End);
            if (!known) throw Preface.NotPreface();
            if (whole)
            {
                var version = Preface.ReadVersion(start);
                if (version == Preface.Version) return;
                throw new ProtocolException(
                    ProtocolError.VersionMismatch, $"One end speaks version {version}, the other version {Preface.Version}; run the same release of LitePipeline on both.");
            }
            if (result.IsCompleted) throw Left();
        }
    }

    /// <summary>Reads the one frame that is due.</summary>
    /// <exception cref="ProtocolException">Something else came, or the other end's refusal.</exception>
    public static async Task<T> ReadAsync<T>(Wire wire, FrameKind expected, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : class
    {
        while (true)
        {
            var result = await wire.Reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (FrameReader.TryRead(ref buffer, Limits, out var header, out var content))
            {
                var message = Parse(header, content, expected, type);
                wire.Reader.AdvanceTo(buffer.Start);
                return message;
            }
            wire.Reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) throw Left();
        }
    }

    private static T Parse<T>(FrameHeader header, ReadOnlySequence<byte> content, FrameKind expected, JsonTypeInfo<T> type) where T : class
    {
        if (header.Kind == FrameKind.Refuse) throw Refusals.Read(content);
        if (header.Kind != expected)
            throw new ProtocolException(ProtocolError.Malformed, $"The handshake's {expected} is due, and a frame of kind {header.Kind} came.");
        try
        {
            var reader = new Utf8JsonReader(content);
            return JsonSerializer.Deserialize(ref reader, type) ?? throw new JsonException("It is null.");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            throw new ProtocolException(ProtocolError.Malformed, $"The handshake's {expected} cannot be read: {failure.Message}", failure);
        }
    }

    private static ProtocolException Left() => new(ProtocolError.Closed, "The other end left during the handshake.");
}
