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

/// <summary>The streams that the other end asked for: one running provider each.</summary>
internal sealed class StreamAnswers(IStreamProvider provider, SendQueue queue, int maxStreams, int windowBytes)
{
    private readonly ConcurrentDictionary<uint, Answer> _answers = new();
    private uint _lastId;

    /// <param name="id">The stream.</param>
    /// <param name="content">The request.</param>
    /// <exception cref="ProtocolException">The request cannot be read, or the id was used before.</exception>
    public void Open(uint id, ReadOnlySequence<byte> content)
    {
        if (id <= _lastId) throw new ProtocolException(ProtocolError.Malformed, $"Stream {id} is opened after stream {_lastId}.");
        _lastId = id;
        var request = Parse(content);
        if (request is null)
        {
            Refuse(id, "This end does not know such a stream; it may be of another version.");
            return;
        }
        if (_answers.Count >= maxStreams)
        {
            Refuse(id, $"This end answers {maxStreams} streams at once and is busy with as many; try again later.");
            return;
        }
        var answer = new Answer(new FlowWindow(windowBytes, queue.Add));
        _answers[id] = answer;
        _ = Task.Run(() => RunAsync(id, answer, request), CancellationToken.None);
    }

    /// <summary>The asker has read so much. Nothing happens for a stream that has ended.</summary>
    public void Give(uint id, long bytes)
    {
        if (_answers.TryGetValue(id, out var answer)) answer.Window.Give(bytes);
    }

    /// <summary>The asker wants no more. Nothing happens for a stream that has ended.</summary>
    public void Cancel(uint id)
    {
        if (_answers.TryGetValue(id, out var answer)) answer.Stop();
    }

    public void CancelAll()
    {
        foreach (var answer in _answers.Values) answer.Stop();
    }

    private static StreamRequest? Parse(ReadOnlySequence<byte> content)
    {
        try
        {
            var reader = new Utf8JsonReader(content);
            return JsonSerializer.Deserialize(ref reader, MessageJsonContext.Default.StreamRequest);
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private async Task RunAsync(uint id, Answer answer, StreamRequest request)
    {
        // Every way in which a provider can end has its answer; a failing provider must not end the connection.
        try
        {
            await provider.WriteAsync(request, new AnswerStream(id, answer.Window, answer.Stopped), answer.Stopped);
            queue.Add(new OutgoingFrame(FrameKind.StreamEnd, id, default));
        }
        catch (StreamRefusedException refused)
        {
            Refuse(id, refused.Message);
        }
        catch (Exception) when (answer.Stopped.IsCancellationRequested)
        {
            Refuse(id, "The stream was cancelled.");
        }
        catch (Exception failure)
        {
            Refuse(id, $"The other end broke off: {failure.Message}");
        }
        finally
        {
            _answers.TryRemove(id, out _);
            answer.Dispose();
        }
    }

    private void Refuse(uint id, string message)
    {
        // A char is at most three bytes, so this many chars fit whatever they are.
        var text = message.Length > FrameLimits.MaxTextBytes / 3 ? message[..(FrameLimits.MaxTextBytes / 3)] : message;
        queue.Add(new OutgoingFrame(FrameKind.StreamRefuse, id, Encoding.UTF8.GetBytes(text)));
    }

    private sealed class Answer : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();

        public Answer(FlowWindow window)
        {
            Window = window;
            Stopped = _stop.Token;
        }

        public FlowWindow Window { get; }

        public CancellationToken Stopped { get; }

        public void Stop()
        {
            // On another thread, because what a provider registered on its token must not hold up the connection.
            _ = _stop.CancelAsync();
            Window.Close(new OperationCanceledException("The reader has gone.", Stopped));
        }

        public void Dispose() => _stop.Cancel();
    }
}
