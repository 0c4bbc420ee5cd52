using System.Text;

namespace LitePipeline.Hosting.Logs;

/// <summary>Takes the parts of a log in their order.</summary>
internal interface ILogWriter
{
    /// <summary>Whether no part may end within a character.</summary>
    bool IsOfWholeCharacters { get; }

    /// <summary>Takes a part.</summary>
    /// <param name="end">The offset of the byte after it.</param>
    /// <param name="part">Its bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task WriteAsync(long end, ReadOnlyMemory<byte> part, CancellationToken cancellationToken);

    /// <summary>What was taken is to go out now.</summary>
    Task FlushAsync(CancellationToken cancellationToken);
}

/// <summary>Writes a log as one text, with a line in the place of what was left out.</summary>
internal sealed class LogAsText(Stream destination, long offset) : ILogWriter
{
    private long _next = offset;

    public bool IsOfWholeCharacters => false;

    public async Task WriteAsync(long end, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        var leftOut = end - part.Length - _next;
        if (leftOut > 0) await destination.WriteAsync(Encoding.UTF8.GetBytes(LogReader.Describe(leftOut)), cancellationToken);
        await destination.WriteAsync(part, cancellationToken);
        _next = end;
    }

    public Task FlushAsync(CancellationToken cancellationToken) => destination.FlushAsync(cancellationToken);
}

/// <summary>Writes a log as <see cref="LogFrames"/>.</summary>
internal sealed class LogInParts(Stream destination) : ILogWriter
{
    public bool IsOfWholeCharacters => true;

    public Task WriteAsync(long end, ReadOnlyMemory<byte> part, CancellationToken cancellationToken) =>
        LogFrames.WriteAsync(destination, end - part.Length, part, cancellationToken);

    public Task FlushAsync(CancellationToken cancellationToken) => destination.FlushAsync(cancellationToken);
}
