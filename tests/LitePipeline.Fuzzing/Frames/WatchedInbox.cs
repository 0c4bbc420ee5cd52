using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LitePipeline.Core;
using LitePipeline.Transport.Tcp.Connections;

namespace LitePipeline.Fuzzing.Frames;

/// <summary>The real inbox, with a record of what it took and of how it ended.</summary>
internal sealed class WatchedInbox<T>(JsonTypeInfo<T> type, int windowBytes) : IMessageInbox
{
    private readonly MessageInbox<T> _inbox = new(type, windowBytes, _ => { });
    private int _ends;

    /// <summary>The bytes of all messages that wait.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many messages wait.</summary>
    public int Messages { get; private set; }

    /// <summary>Why it ended; null for in order.</summary>
    public ProtocolException? Cause { get; private set; }

    public void Receive(ReadOnlySequence<byte> content)
    {
        _inbox.Receive(content);
        Bytes += content.Length;
        Messages++;
    }

    public void End(ProtocolException? cause)
    {
        PromiseBrokenException.Unless(++_ends == 1, "The inbox was ended twice.");
        Cause = cause;
        _inbox.End(cause);
    }

    /// <summary>What was taken must be written as it was read.</summary>
    public async Task RequireRoundTripsAsync()
    {
        PromiseBrokenException.Unless(_ends == 1, "The inbox was not ended.");
        try
        {
            await foreach (var message in _inbox.ReadAllAsync(CancellationToken.None))
            {
                var written = JsonSerializer.SerializeToUtf8Bytes(message, type);
                var again = JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize(written, type)!, type);
                PromiseBrokenException.Unless(written.AsSpan().SequenceEqual(again), "A message that was taken does not come back as it was.");
            }
        }
        catch (ProtocolException ended) when (ReferenceEquals(ended, Cause))
        {
            // The end that was recorded.
        }
    }
}
