using LitePipeline.Core;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace LitePipeline.Hosting.Manager;

/// <summary>Decide, persist, act: takes whatever waits in the queue, decides it all, commits once, and only then acts and answers.</summary>
internal sealed partial class ManagerLoop(
    ManagerQueue queue,
    IPipelineStore store,
    EffectRunner effects,
    NodeSessions sessions,
    IOptions<ManagerOptions> options,
    IScheduleCalendar calendar,
    TimeProvider time,
    ILogger<ManagerLoop> logger) : IDisposable
{
    // Clocks are set and machines sleep: a deadline is looked at this often at least. It also keeps a year within a timer's reach.
    private static readonly TimeSpan LongestAlarm = TimeSpan.FromMinutes(1);

    // Bounds how long the first of a batch waits for the last to be decided.
    private const int MaxBatch = 4096;

    private readonly ManagerDecision _decision = new();
    private readonly List<(TaskCompletionSource<ManagerReply> Waiting, ManagerReply Reply)> _replies = [];
    private readonly ResiliencePipeline _commits = CommitRetry(options.Value, time, logger);
    private ManagerMachine _machine = new(options.Value.ToSettings(), calendar);
    private readonly CancellationTokenSource _abort = new();
    private ITimer? _alarm;

    /// <summary>Takes up what the store holds.</summary>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        var snapshot = await store.LoadAsync(cancellationToken);
        _machine = new ManagerMachine(options.Value.ToSettings(), calendar);
        _machine.Restore(snapshot, time.GetUtcNow(), _decision);
        await store.CommitAsync(_decision.Changes, cancellationToken);
        Act();
        LogRestored(snapshot.Applications.Count, snapshot.Tasks.Count);
    }

    /// <summary>Runs until the queue is completed and empty, or until <see cref="Abort"/>.</summary>
    public async Task RunAsync()
    {
        while (!_abort.IsCancellationRequested && await queue.Reader.WaitToReadAsync())
        {
            try
            {
                Decide();
                await CommitAsync();
                Act();
            }
            catch (Exception exception) when (!_abort.IsCancellationRequested)
            {
                LogStartOver(exception);
                await StartOverAsync(exception);
            }
            catch (Exception)
            {
                break;
            }
        }

        RefuseTheRest();
        effects.End();
    }

    /// <summary>Gives up what is not committed: the host cannot wait for its store any longer.</summary>
    public void Abort() => _abort.Cancel();

    public void Dispose()
    {
        _alarm?.Dispose();
        _abort.Dispose();
    }

    private void Decide()
    {
        var isDue = false;
        for (var count = 0; count < MaxBatch && queue.Reader.TryRead(out var queued); count++)
        {
            // Whoever was held up listens first: a node that is given up for its silence may have spoken meanwhile.
            if (queued.Input is ManagerInput.DeadlineReached)
            {
                isDue = true;
                continue;
            }

            var reply = _machine.Decide(queued.Input, time.GetUtcNow(), _decision);
            if (queued.Waiting is { } waiting) _replies.Add((waiting, reply));
        }

        if (isDue) _machine.Decide(new ManagerInput.DeadlineReached(), time.GetUtcNow(), _decision);
    }

    private async ValueTask CommitAsync()
    {
        if (_decision.Changes.Count == 0) return;
        var begun = time.GetTimestamp();
        await _commits.ExecuteAsync(
            static (commit, cancellationToken) => new ValueTask(commit.store.CommitAsync(commit.Changes, cancellationToken)),
            (store, _decision.Changes), _abort.Token);
        LitePipelineDiagnostics.Committed(_decision.Changes.Count, time.GetElapsedTime(begun));
    }

    private void Act()
    {
        effects.Run(_decision.Effects);
        foreach (var (waiting, reply) in _replies) waiting.TrySetResult(reply);
        _replies.Clear();
        _decision.Clear();
        ArmAlarm();
    }

    // The machine is ahead of a store that would not take its decisions. Nothing was acted on, so the store is the truth:
    // whoever waits is told, the nodes join again, and a new machine goes on from the rows.
    private async Task StartOverAsync(Exception reason)
    {
        Refuse(new Refusal(ErrorCode.ServerException, reason is StoreException
            ? "The manager's store did not take the change; nothing was done. Look at the manager's log, then try again."
            : "The manager's store did not say whether it took the change. Look at the manager's log and at what there is now, then try again."));
        _decision.Clear();
        sessions.DisconnectAll("The manager starts over from its store.");
        effects.StartOver();
        for (var attempt = 0; !_abort.IsCancellationRequested; attempt++)
        {
            try
            {
                await RestoreAsync(_abort.Token);
                effects.StartedOver();
                return;
            }
            catch (Exception exception)
            {
                _decision.Clear();
                LogRestoreFailed(exception, attempt);
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(5, 0.1 * (1 << Math.Min(attempt, 6)))), time, _abort.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    private void RefuseTheRest()
    {
        while (queue.Reader.TryRead(out var queued))
        {
            if (queued.Waiting is { } waiting) _replies.Add((waiting, default));
        }

        Refuse(ManagerQueue.Ended);
    }

    private void Refuse(Refusal refusal)
    {
        foreach (var (waiting, _) in _replies) waiting.TrySetResult(new ManagerReply(refusal));
        _replies.Clear();
    }

    private void ArmAlarm()
    {
        if (_machine.NextDeadline is not { } deadline) return;
        var due = deadline - time.GetUtcNow();
        if (due > LongestAlarm) due = LongestAlarm;
        _alarm ??= time.CreateTimer(static state => _ = ((ManagerQueue)state!).PostAsync(new ManagerInput.DeadlineReached(), CancellationToken.None).AsTask(), queue, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // A timer's resolution is a millisecond: rounded down it would fire before the deadline has come.
        _alarm.Change(due <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(due.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    private static ResiliencePipeline CommitRetry(ManagerOptions options, TimeProvider time, ILogger logger)
    {
        var delay = TimeSpan.FromMilliseconds(50);
        var attempts = (int)Math.Clamp(options.CommitRetryTime / TimeSpan.FromSeconds(1) + 5, 1, 10_000);
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<StoreException>().Handle<CommitUncertainException>(),
                BackoffType = DelayBackoffType.Exponential,
                Delay = delay,
                MaxDelay = TimeSpan.FromSeconds(1),
                MaxRetryAttempts = attempts,
                OnRetry = failed =>
                {
                    LogCommitFailed(logger, failed.AttemptNumber + 1, failed.Outcome.Exception!.Message);
                    return default;
                },
            })
            .Build();
    }
}
