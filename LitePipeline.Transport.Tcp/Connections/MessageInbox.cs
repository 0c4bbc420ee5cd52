using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using LitePipeline.Core;

namespace LitePipeline.Transport.Tcp.Connections;

/// <summary>Takes received messages.</summary>
internal interface IMessageInbox
{
    /// <exception cref="ProtocolException">The content is not a message, of no known kind, or beyond the credit.</exception>
    void Receive(ReadOnlySequence<byte> content);

    /// <summary>No more will come. What has come is still read; then <paramref name="cause"/> is thrown, where there is one.</summary>
    void End(ProtocolException? cause);
}

/// <summary>The messages that wait for their reader.</summary>
internal sealed class MessageInbox<T>(JsonTypeInfo<T> type, int windowBytes, Action<long> giveCredit) : IMessageInbox
{
    // Unbounded, because the credit bounds it: the reader of the socket never waits for the reader of messages.
    private readonly Channel<(T Message, int Bytes)> _channel = Channel.CreateUnbounded<(T, int)>(new() { SingleReader = true, SingleWriter = false });
    private readonly ReceiveWindow _window = new(windowBytes);

    public void Receive(ReadOnlySequence<byte> content)
    {
        _window.Received((int)content.Length);
        _channel.Writer.TryWrite((Parse(content), (int)content.Length));
    }

    public void End(ProtocolException? cause) => _channel.Writer.TryComplete(cause);

    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _channel.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_channel.Reader.TryRead(out var received))
            {
                if (_window.Read(received.Bytes) is > 0 and var credit) giveCredit(credit);
                yield return received.Message;
            }
        }
    }

    private T Parse(ReadOnlySequence<byte> content)
    {
        try
        {
            var reader = new Utf8JsonReader(content);
            var message = JsonSerializer.Deserialize(ref reader, type)
                ?? throw new ProtocolException(ProtocolError.Malformed, "A message is the JSON value null.");
            if (reader.Read()) throw new ProtocolException(ProtocolError.Malformed, "Text follows a message.");
            return message;
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException or InvalidOperationException or FormatException)
        {
            throw UnknownKind(content) is { } kind
                ? new ProtocolException(ProtocolError.Unknown, $"There is no message of kind '{kind}'.", failure)
                : new ProtocolException(ProtocolError.Malformed, $"A message cannot be read: {failure.Message}", failure);
        }
    }

    private string? UnknownKind(ReadOnlySequence<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("kind", out var kind)
                || kind.ValueKind != JsonValueKind.String) return null;
            var name = kind.GetString();
            var known = type.PolymorphismOptions?.DerivedTypes.Any(derived => derived.TypeDiscriminator as string == name) ?? true;
            return known ? null : name;
        }
        // Half of a surrogate pair in a name is JSON, and no text to search.
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
