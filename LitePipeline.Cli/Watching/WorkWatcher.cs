using System.Text.Json;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Cli.Client;
using LitePipeline.Core;
using LitePipeline.Core.Events;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;

namespace LitePipeline.Cli.Watching;

/// <summary>Follows a work to its end: after each event that changes one of its applications the manager is asked how they stand.</summary>
/// <param name="remote">The manager.</param>
/// <param name="view">Shows the work to people.</param>
/// <param name="withLogs">Whether the output of its actions is shown, too.</param>
/// <param name="time">The clock.</param>
internal sealed class WorkWatcher(RemoteManager remote, IWatchView view, bool withLogs, TimeProvider time)
{
    private static readonly TimeSpan DrawInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AskInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    // Once nothing has happened for this long, why is asked.
    private static readonly TimeSpan IdleInterval = TimeSpan.FromSeconds(1);

    private readonly WatchInbox _inbox = new(time);
    private readonly Dictionary<TaskId, string> _tasks = [];
    private readonly Dictionary<string, WorkStepRecord> _told = [];
    private LogFollower? _logs;
    private WorkDetails? _work;
    private readonly HashSet<string> _waits = [];
    private TimeSpan _interval = AskInterval;
    private long _asked;
    private long _changed = time.GetTimestamp();
    private bool _isOld;
    private bool _askedIdle;

    /// <summary>Shows the work until it has ended, and returns it as it ended.</summary>
    public async Task<WorkDetails> WatchAsync(WorkId id, CancellationToken cancellationToken)
    {
        await using var feed = new EventFeed(remote, Query.None.With("work", id.ToString()), _inbox.Writer, time);
        await using var logs = _logs = withLogs ? new LogFollower(remote.Manager, _inbox) : null;
        while (_work?.Work.State.Status is null)
        {
            await _inbox.WaitAsync(DrawInterval, cancellationToken);
            Take();
            if (_work is not null && time.GetElapsedTime(_asked) >= _interval) _isOld = true;
            if (_isOld) await AskAsync(id, cancellationToken);
            if (_work is not null && !_askedIdle && time.GetElapsedTime(_changed) >= IdleInterval) await AskWhyAsync(cancellationToken);
            if (_work is { } shown) view.Show(() => WorkPicture.Draw(shown, time.GetUtcNow()));
        }
        // The end is told last, after what the actions have printed.
        if (logs is not null) await _inbox.TakeUntilAsync(logs.DrainAsync(), Take, cancellationToken);
        view.Tell(_work.Work.State.EndedAt ?? time.GetUtcNow(), $"work ended: {WatchWords.Of(_work.Work.State.Status!.Value)}{(string.IsNullOrEmpty(_work.Work.State.Message) ? "" : $": {_work.Work.State.Message}")}");
        return _work;
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
                case WatchItem.Happened { Json: var json }:
                    Apply(JsonSerializer.Deserialize(json, ApiJsonContext.Default.PipelineEvent)!);
                    break;
            }
        }
    }

    // The stream tells of this work and its tasks only.
    private void Apply(PipelineEvent happened)
    {
        (_changed, _askedIdle) = (time.GetTimestamp(), false);
        if (happened is PipelineEvent.ActionStarted { Attempt: var attempt } && _tasks.TryGetValue(attempt.Task, out var step)) _logs?.Follow(attempt, $"{step}/{attempt.Action}");
        _isOld |= happened.AboutWork is not null || happened is PipelineEvent.TaskAccepted or PipelineEvent.TaskStarted or PipelineEvent.TaskFinished;
    }

    private async Task AskAsync(WorkId id, CancellationToken cancellationToken)
    {
        _work = await remote.Manager.GetWorkAsync(id, cancellationToken);
        (_asked, _isOld) = (time.GetTimestamp(), false);
        var added = new List<TaskId>();
        foreach (var step in _work.Steps)
        {
            Tell(step);
            if (step.Task is { } task && _tasks.TryAdd(task, step.Name)) added.Add(task);
        }
        // What they began before they were known to be of this work.
        if (_logs is not null && added.Count > 0)
            foreach (var action in (await remote.Manager.ListActionsAsync(new ActionQuery { Tasks = added }, cancellationToken)).Items)
                _logs.Follow(new(action.Task, action.Name, action.Attempt), $"{_tasks[action.Task]}/{action.Name}");
    }

    // The tasks that have not ended say it of themselves.
    private async Task AskWhyAsync(CancellationToken cancellationToken)
    {
        _askedIdle = true;
        foreach (var step in _work!.Steps)
        {
            if (step is not { Task: { } task, Status: null }) continue;
            foreach (var line in WatchWords.Waits((await remote.Manager.GetTaskAsync(task, cancellationToken)).Live))
                if (_waits.Add($"{step.Name}/{line}")) view.Tell(time.GetUtcNow(), $"{step.Name}/{line}");
        }
    }

    private void Tell(WorkStepRecord step)
    {
        var before = _told.GetValueOrDefault(step.Name);
        if (before is not null && (before.Stage, before.Status) == (step.Stage, step.Status)) return;
        _told[step.Name] = step;
        var now = time.GetUtcNow();
        if (step.Status is { } status) view.Tell(now, $"{step.Name} ended: {WatchWords.Of(status)}{(string.IsNullOrEmpty(step.Message) ? "" : $": {step.Message}")}");
        else view.Tell(now, $"{step.Name}: {WatchWords.Of(step.Stage)}");
    }
}
