using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Transport;
using LitePipeline.Transport.Tcp.Connections;
using LitePipeline.Transport.Tcp.Frames;

namespace LitePipeline.Transport.Tcp.Streams;

/// <summary>The streams that this end asked for.</summary>
internal sealed class StreamRequests(SendQueue queue, int windowBytes)
{
    private readonly ConcurrentDictionary<uint, IncomingStream> _streams = new();
    private readonly Lock _opening = new();
    private uint _lastId;
    private ProtocolException? _ended;

    public async Task<Stream> OpenAsync(StreamRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var content = JsonSerializer.SerializeToUtf8Bytes(request, MessageJsonContext.Default.StreamRequest);
        if (content.Length > FrameLimits.MaxTextBytes)
            throw new ProtocolException(ProtocolError.TooLarge, $"The request has {content.Length} bytes; at most {FrameLimits.MaxTextBytes} can be sent.");
        var stream = Open(content);
        try
        {
            await stream.Begun.WaitAsync(cancellationToken);
            return stream;
        }
        catch (Exception)
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="ProtocolException">The other end sent more than it may, or no such stream was ever asked for.</exception>
    public void Receive(FrameHeader header, ReadOnlySequence<byte> content)
    {
        if (!_streams.TryGetValue(header.Stream, out var stream))
        {
            // What was on its way when the reader left is dropped.
            if (header.Stream != 0 && header.Stream <= Volatile.Read(ref _lastId)) return;
            throw new ProtocolException(ProtocolError.Malformed, $"Stream {header.Stream} was not asked for.");
        }
        if (header.Kind == FrameKind.StreamData)
        {
            stream.Receive(content);
            return;
        }
        _streams.TryRemove(header.Stream, out _);
        stream.End(header.Kind == FrameKind.StreamEnd ? null : new StreamRefusedException(Encoding.UTF8.GetString(content)));
    }

    public void End(ProtocolException cause)
    {
        lock (_opening) _ended ??= cause;
        foreach (var stream in _streams.Values) stream.End(cause);
    }

    private IncomingStream Open(byte[] content)
    {
        // The lock keeps the ids in the order of the frames, which the other end relies on.
        lock (_opening)
        {
            if (_ended is not null) throw new ProtocolException(_ended.Error, _ended.Message, _ended);
            var id = _lastId + 1;
            var stream = new IncomingStream(
                windowBytes,
                giveCredit: bytes => queue.Add(OutgoingFrame.Credit(id, bytes)),
                closed: unfinished => Close(id, unfinished));
            _streams[id] = stream;
            Volatile.Write(ref _lastId, id);
            queue.Add(new OutgoingFrame(FrameKind.StreamOpen, id, content));
            return stream;
        }
    }

    private void Close(uint id, bool unfinished)
    {
        if (_streams.TryRemove(id, out _) && unfinished) queue.Add(new OutgoingFrame(FrameKind.StreamCancel, id, default));
    }
}
