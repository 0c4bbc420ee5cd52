using System.Threading.Channels;
using LitePipeline.Core.Actions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Node;

/// <summary>Keeps results on disk until the manager has them. One writer serves all: what waits while the disk works shares its next turn.</summary>
/// <remarks>Without durable results it does nothing at all.</remarks>
internal sealed partial class ResultOutbox : IAsyncDisposable
{
    private const int CompactFrom = 1 << 20;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<AttemptKey, byte[]> _live = [];
    private readonly CancellationTokenSource _giveUp = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IOutboxFile? _file;
    private readonly TaskScheduler _writer;
    private Task _writing = Task.CompletedTask;

    public ResultOutbox(NodeData data, IOptions<NodeOptions> options, TimeProvider time, ILogger<ResultOutbox> logger)
        : this(options.Value.DurableResults ? new OutboxFile(Path.Combine(data.Root, "outbox.log")) : null, TaskScheduler.Default, time, logger)
    {
    }

    /// <summary>Makes an outbox that writes to a file on a scheduler; null for one that keeps nothing.</summary>
    public ResultOutbox(IOutboxFile? file, TaskScheduler writer, TimeProvider time, ILogger<ResultOutbox> logger)
    {
        _file = file;
        _writer = writer;
        _time = time;
        _logger = logger;
    }

    /// <summary>Opens the file and returns the results that it holds. Call once, first.</summary>
    public IReadOnlyDictionary<AttemptKey, ActionResult> Open()
    {
        if (_file is null) return new Dictionary<AttemptKey, ActionResult>();
        var bytes = _file.Open();
        var (held, length) = OutboxJournal.Read(bytes);
        if (length < bytes.Length)
        {
            LogTorn(bytes.Length - length);
            _file.Cut(length);
        }
        foreach (var (attempt, entry) in held) _live.Add(attempt, entry.Record);
        _writing = Task.Factory.StartNew(WriteAllAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _writer).Unwrap();
        return held.ToDictionary(pair => pair.Key, pair => pair.Value.Result);
    }

    /// <summary>Completes when the result is on disk; at once without durable results.</summary>
    public ValueTask AddAsync(AttemptKey attempt, ActionResult result)
    {
        if (_file is null) return ValueTask.CompletedTask;
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _entries.Writer.TryWrite(new Entry(attempt, OutboxJournal.ResultRecord(attempt, result), written))
            ? new ValueTask(written.Task)
            : ValueTask.FromException(new ObjectDisposedException(nameof(ResultOutbox)));
    }

    /// <summary>Forgets a result. That this is forgotten in a crash does no harm: the manager acknowledges a repeated result again.</summary>
    public void Forget(AttemptKey attempt)
    {
        if (_file is not null) _entries.Writer.TryWrite(new Entry(attempt, OutboxJournal.ForgottenRecord(attempt), null));
    }

    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        _giveUp.CancelAfter(RetryDelay);
        await _writing;
        _file?.Dispose();
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<Entry>();
        while (await _entries.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (_entries.Reader.TryRead(out var entry)) batch.Add(entry);
            await WriteAsync(batch);
            foreach (var entry in batch) entry.Written?.TrySetResult();
        }
    }

    private async Task WriteAsync(List<Entry> batch)
    {
        var start = _file!.Length;
        for (var isTorn = false; ;)
        {
            try
            {
                if (isTorn) _file.Cut(start);
                isTorn = true;
                Write(batch);
                return;
            }
            catch (Exception failure) when (IsRefusal(failure) && !_giveUp.IsCancellationRequested)
            {
                // A full disk may get room again, and one that is read-only be mended; until then the attempts count as running, and nothing is lost.
                LogWriteFailed(failure, _file.Path);
                await Task.Delay(RetryDelay, _time, _giveUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    private void Write(List<Entry> batch)
    {
        var bytes = new byte[batch.Sum(entry => entry.Record.Length)];
        var position = 0;
        foreach (var entry in batch)
        {
            entry.Record.CopyTo(bytes, position);
            position += entry.Record.Length;
        }
        _file!.Append(bytes, durable: batch.Exists(entry => entry.Written is not null));
        foreach (var entry in batch)
        {
            if (entry.Written is not null) _live[entry.Attempt] = entry.Record;
            else _live.Remove(entry.Attempt);
        }
        if (_file.Length > CompactFrom && _live.Values.Sum(record => (long)record.Length) < _file.Length / 4) Compact();
    }

    private void Compact()
    {
        try
        {
            _file!.Replace(_live.Values);
        }
        catch (Exception failure) when (IsRefusal(failure))
        {
            // The old file is whole and goes on.
            LogCompactFailed(failure, _file!.Path);
        }
    }

    // What may not be written is told in another way than what cannot be.
    private static bool IsRefusal(Exception failure) => failure is IOException or UnauthorizedAccessException;

    [LoggerMessage(2400, LogLevel.Warning, "The last {Bytes} bytes of the outbox were not written whole and are dropped.")]
    private partial void LogTorn(int bytes);

    [LoggerMessage(2401, LogLevel.Error, "Results cannot be written to {Path}; trying again until it works.")]
    private partial void LogWriteFailed(Exception failure, string path);

    [LoggerMessage(2402, LogLevel.Warning, "The outbox {Path} could not be made smaller; it goes on as it is.")]
    private partial void LogCompactFailed(Exception failure, string path);

    private readonly record struct Entry(AttemptKey Attempt, byte[] Record, TaskCompletionSource? Written);
}
