using System.Text.Json;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Cli.Client;
using LitePipeline.Core;
using LitePipeline.Core.Events;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;

namespace LitePipeline.Cli.Watching;

/// <summary>Follows a work to its end. Which tasks are its own only the manager knows, so it is asked when one may have come or gone.</summary>
/// <param name="remote">The manager.</param>
/// <param name="view">Shows the work to people.</param>
/// <param name="withLogs">Whether the output of its actions is shown, too.</param>
/// <param name="time">The clock.</param>
internal sealed class WorkWatcher(RemoteManager remote, IWatchView view, bool withLogs, TimeProvider time)
{
    private static readonly TimeSpan DrawInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AskInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly WatchInbox _inbox = new(time);
    private readonly Dictionary<TaskId, string> _tasks = [];
    private readonly Dictionary<string, WorkStepRecord> _told = [];
    private LogFollower? _logs;
    private WorkDetails? _work;
    private TimeSpan _interval = AskInterval;
    private long _asked;
    private bool _isOld;

    /// <summary>Shows the work until it has ended, and returns it as it ended.</summary>
    public async Task<WorkDetails> WatchAsync(WorkId id, CancellationToken cancellationToken)
    {
        await using var feed = new EventFeed(remote, task: null, _inbox.Writer, time);
        await using var logs = _logs = withLogs ? new LogFollower(remote.Manager, _inbox.Writer) : null;
        while (_work?.Work.State.Status is null)
        {
            await _inbox.WaitAsync(DrawInterval, cancellationToken);
            Take(id);
            if (_work is not null && time.GetElapsedTime(_asked) >= _interval) _isOld = true;
            if (_isOld) await AskAsync(id, cancellationToken);
            if (_work is { } shown) view.Show(() => WorkPicture.Draw(shown, time.GetUtcNow()));
        }
        if (logs is not null) await logs.DrainAsync();
        Take(id);
        return _work;
    }

    private void Take(WorkId id)
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
                    Apply(id, JsonSerializer.Deserialize(json, ApiJsonContext.Default.PipelineEvent)!);
                    break;
            }
        }
    }

    private void Apply(WorkId id, PipelineEvent happened)
    {
        switch (happened)
        {
            case PipelineEvent.WorkStarted { Work: var work } when work == id:
            case PipelineEvent.WorkStopping { Work: var stopping } when stopping == id:
            case PipelineEvent.WorkFinished { Work: var finished } when finished == id:
            // Perhaps one of this work.
            case PipelineEvent.TaskAccepted:
            case { About: { } task } when happened is PipelineEvent.TaskStarted or PipelineEvent.TaskFinished && _tasks.ContainsKey(task):
                _isOld = true;
                break;
            case PipelineEvent.ActionStarted { Attempt: var attempt } when _tasks.TryGetValue(attempt.Task, out var step):
                _logs?.Follow(attempt, $"{step}/{attempt.Action}");
                break;
        }
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
        if (_work.Work.State.Status is { } status) view.Tell(_work.Work.State.EndedAt ?? time.GetUtcNow(), $"work ended: {WatchWords.Of(status)}");
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
