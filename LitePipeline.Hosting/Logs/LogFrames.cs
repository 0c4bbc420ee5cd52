using System.Buffers.Binary;
using System.Text;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Transport;

namespace LitePipeline.Hosting.Logs;

/// <summary>A log's parts on their way from a node: the offset (8 bytes) and the length (4 bytes) of each, high byte first, then its bytes.</summary>
internal static class LogFrames
{
    // As a text, and as that in JSON, it still is no large object for the runtime: a flood would make thousands, and the manager swell.
    public const int LongestPart = 32 * 1024;
    private const int HeaderSize = sizeof(long) + sizeof(int);

    public static async Task WriteAsync(Stream destination, long offset, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderSize];
        BinaryPrimitives.WriteInt64BigEndian(header, offset);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(sizeof(long)), part.Length);
        await destination.WriteAsync(header, cancellationToken);
        await destination.WriteAsync(part, cancellationToken);
    }

    /// <summary>The parts of a log; disposing it ends the stream.</summary>
    /// <param name="source">What the node sends.</param>
    /// <param name="offset">From where on it was asked for; of a negative one only the node knows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static IAsyncEnumerator<LogPart> Read(Stream source, long offset, CancellationToken cancellationToken) => new Parts(source, offset, cancellationToken);

    private sealed class Parts(Stream source, long offset, CancellationToken cancellationToken) : IAsyncEnumerator<LogPart>
    {
        private readonly byte[] _header = new byte[HeaderSize];
        private readonly byte[] _part = new byte[LongestPart];
        private long _next = offset;

        public LogPart Current { get; private set; } = new(0, 0, "");

        public async ValueTask<bool> MoveNextAsync()
        {
            var read = await source.ReadAtLeastAsync(_header, HeaderSize, throwOnEndOfStream: false, cancellationToken);
            if (read == 0) return false;
            var length = BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(sizeof(long)));
            if (read < HeaderSize || length is < 0 or > LongestPart) throw new ProtocolException(ProtocolError.Malformed, "The node sent a part of a log that is none.");
            await source.ReadExactlyAsync(_part.AsMemory(0, length), cancellationToken);
            var begin = BinaryPrimitives.ReadInt64BigEndian(_header);
            // Who asked from beyond the end is told from the end on, and who counted from the end has been left nothing out before.
            var leftOut = _next < 0 ? 0 : Math.Max(0, begin - _next);
            _next = begin + length;
            Current = new LogPart(_next, leftOut, Encoding.UTF8.GetString(_part.AsSpan(0, length)));
            return true;
        }

        public ValueTask DisposeAsync() => source.DisposeAsync();
    }
}
