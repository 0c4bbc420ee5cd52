using System.Threading.Channels;
using LitePipeline.Core.Actions;
using LitePipeline.Hosting.Executors;
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
    private readonly string? _path;
    private FileStream? _file;
    private Task _writing = Task.CompletedTask;

    public ResultOutbox(NodeData data, IOptions<NodeOptions> options, TimeProvider time, ILogger<ResultOutbox> logger)
    {
        _time = time;
        _logger = logger;
        if (options.Value.DurableResults) _path = Path.Combine(data.Root, "outbox.log");
    }

    /// <summary>Opens the file and returns the results that it holds. Call once, first.</summary>
    public IReadOnlyDictionary<AttemptKey, ActionResult> Open()
    {
        if (_path is null) return new Dictionary<AttemptKey, ActionResult>();
        var isNew = !File.Exists(_path);
        _file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        if (isNew) PosixFile.SynchronizeFolder(Path.GetDirectoryName(_path)!);
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        var (held, length) = OutboxJournal.Read(bytes);
        if (length < bytes.Length)
        {
            LogTorn(bytes.Length - length);
            _file.SetLength(length);
        }
        _file.Position = length;
        foreach (var (attempt, entry) in held) _live.Add(attempt, entry.Record);
        _writing = Task.Run(WriteAllAsync);
        return held.ToDictionary(pair => pair.Key, pair => pair.Value.Result);
    }

    /// <summary>Completes when the result is on disk; at once without durable results.</summary>
    public ValueTask AddAsync(AttemptKey attempt, ActionResult result)
    {
        if (_path is null) return ValueTask.CompletedTask;
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _entries.Writer.TryWrite(new Entry(attempt, OutboxJournal.ResultRecord(attempt, result), written))
            ? new ValueTask(written.Task)
            : ValueTask.FromException(new ObjectDisposedException(nameof(ResultOutbox)));
    }

    /// <summary>Forgets a result. That this is forgotten in a crash does no harm: the manager acknowledges a repeated result again.</summary>
    public void Forget(AttemptKey attempt)
    {
        if (_path is not null) _entries.Writer.TryWrite(new Entry(attempt, OutboxJournal.ForgottenRecord(attempt), null));
    }

    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        _giveUp.CancelAfter(RetryDelay);
        await _writing;
        if (_file is not null) await _file.DisposeAsync();
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
        var start = _file!.Position;
        while (true)
        {
            try
            {
                Write(batch);
                return;
            }
            catch (IOException failure) when (!_giveUp.IsCancellationRequested)
            {
                // A full disk may get room again; until then the attempts count as running, and nothing is lost.
                LogWriteFailed(failure, _path!);
                _file.SetLength(start);
                _file.Position = start;
                await Task.Delay(RetryDelay, _time, _giveUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
        _file!.Write(bytes);
        if (batch.Exists(entry => entry.Written is not null)) _file.Flush(flushToDisk: true);
        foreach (var entry in batch)
        {
            if (entry.Written is not null) _live[entry.Attempt] = entry.Record;
            else _live.Remove(entry.Attempt);
        }
        if (_file.Length > CompactFrom && _live.Values.Sum(record => (long)record.Length) < _file.Length / 4) Compact();
    }

    // What is live goes to a new file, which takes the old one's place once it is whole and durable.
    private void Compact()
    {
        var path = _path + ".new";
        var compact = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0);
        try
        {
            foreach (var record in _live.Values) compact.Write(record);
            compact.Flush(flushToDisk: true);
            File.Move(path, _path!, overwrite: true);
            PosixFile.SynchronizeFolder(Path.GetDirectoryName(_path!)!);
        }
        catch (IOException failure)
        {
            // The old file is whole and goes on.
            LogCompactFailed(failure, _path!);
            compact.Dispose();
            return;
        }
        _file!.Dispose();
        _file = compact;
    }

    [LoggerMessage(2400, LogLevel.Warning, "The last {Bytes} bytes of the outbox were not written whole and are dropped.")]
    private partial void LogTorn(int bytes);

    [LoggerMessage(2401, LogLevel.Error, "Results cannot be written to {Path}; trying again until it works.")]
    private partial void LogWriteFailed(Exception failure, string path);

    [LoggerMessage(2402, LogLevel.Warning, "The outbox {Path} could not be made smaller; it goes on as it is.")]
    private partial void LogCompactFailed(Exception failure, string path);

    private readonly record struct Entry(AttemptKey Attempt, byte[] Record, TaskCompletionSource? Written);
}
