using System.Text.Json;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Cli.Client;
using LitePipeline.Core.Events;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Cli.Watching;

/// <summary>Follows a task to its end.</summary>
/// <param name="remote">The manager.</param>
/// <param name="view">Shows the task to people.</param>
/// <param name="withLogs">Whether the output of its actions is shown, too.</param>
/// <param name="time">The clock.</param>
internal sealed class TaskWatcher(RemoteManager remote, IWatchView view, bool withLogs, TimeProvider time)
{
    private static readonly TimeSpan DrawInterval = TimeSpan.FromMilliseconds(250);

    // A watcher that is very slow may lose an event, and the original's manager has none.
    private static readonly TimeSpan AskInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    // Once nothing has run for this long, why is asked.
    private static readonly TimeSpan IdleInterval = TimeSpan.FromSeconds(1);

    private readonly WatchInbox _inbox = new(time);
    private LogFollower? _logs;
    private WatchedTask? _task;
    private TimeSpan _interval = AskInterval;
    private readonly HashSet<string> _waits = [];
    private long _asked;
    private long _changed;
    private bool _isOld;
    private bool _askedIdle;

    /// <summary>Shows the task until it has ended, and returns it as it ended.</summary>
    public async Task<WatchedTask> WatchAsync(TaskId id, CancellationToken cancellationToken)
    {
        await using var feed = new EventFeed(remote, Query.None.With("task", id.ToString()), _inbox.Writer, time);
        await using var logs = _logs = withLogs ? new LogFollower(remote.Manager, _inbox) : null;
        while (_task?.Status is null)
        {
            await _inbox.WaitAsync(DrawInterval, cancellationToken);
            Take();
            if (_task is not null && time.GetElapsedTime(_asked) >= _interval) _isOld = true;
            if (_task is { Status: null, RunningCount: 0 } && !_askedIdle && time.GetElapsedTime(_changed) >= IdleInterval) (_isOld, _askedIdle) = (true, true);
            if (_isOld && _task?.Status is null) await AskAsync(id, cancellationToken);
            if (_task is { } shown) view.Show(() => TaskPicture.Draw(shown, time.GetUtcNow()));
        }
        // The end is told last, after what the actions have printed.
        if (logs is not null) await _inbox.TakeUntilAsync(logs.DrainAsync(), Take, cancellationToken);
        view.Tell(_task.EndedAt ?? time.GetUtcNow(), $"task ended: {WatchWords.Of(_task.Status!.Value)}{(string.IsNullOrEmpty(_task.Message) ? "" : $": {_task.Message}")}");
        return _task;
    }

    private void Take()
    {
        foreach (var item in _inbox.Take())
        {
            switch (item)
            {
                case WatchItem.Opened:
                    _isOld = true;
                    break;
                case WatchItem.NoStream:
                    (_isOld, _interval) = (true, PollInterval);
                    break;
                case WatchItem.LogLine line:
                    view.Log(line.Source, line.Line);
                    break;
                case WatchItem.Happened { Json: var json } when _task is not null:
                    Apply(json);
                    break;
            }
        }
    }

    private void Apply(string json)
    {
        var happened = JsonSerializer.Deserialize(json, ApiJsonContext.Default.PipelineEvent)!;
        if (!_task!.Apply(happened)) return;
        (_changed, _askedIdle) = (time.GetTimestamp(), false);
        if (happened is PipelineEvent.ActionStarted started) _logs?.Follow(started.Attempt, started.Attempt.Action);
        if (WatchWords.Line(happened) is { } line) view.Tell(happened.At, line);
    }

    private async Task AskAsync(TaskId id, CancellationToken cancellationToken)
    {
        var details = await remote.Manager.GetTaskAsync(id, cancellationToken);
        (_asked, _isOld) = (time.GetTimestamp(), false);
        if (_task is null)
        {
            _task = new WatchedTask(details);
            view.Tell(details.Task.State.UpdatedAt, $"task {_task.Name}: {WatchWords.Of(_task.Stage)}, {WatchWords.Counts(_task)}");
        }
        else
        {
            _task.Reset(details);
        }
        foreach (var action in details.Actions) _logs?.Follow(new(id, action.Name, action.Attempt), action.Name);
        foreach (var line in WatchWords.Waits(details.Live))
            if (_waits.Add(line)) view.Tell(time.GetUtcNow(), line);
    }
}
