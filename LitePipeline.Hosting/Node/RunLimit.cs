using System.Globalization;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Hosting.Node;

/// <summary>Ends an attempt that runs longer than its <c>timeout</c>: first it is asked to, and after the grace period it is killed with all that it started.</summary>
internal sealed class RunLimit : IDisposable
{
    // A timer's due time has 32 bits of milliseconds; a longer limit is waited for in pieces.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(20);

    private readonly Lock _lock = new();
    private readonly IRunningAction _action;
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit, _grace;
    private readonly long _started;
    private readonly ITimer _timer;
    private bool _isOver, _isKilled;

    private RunLimit(IRunningAction action, TimeSpan limit, TimeSpan grace, TimeProvider time)
    {
        (_action, _limit, _grace, _time) = (action, limit, grace, time);
        _started = time.GetTimestamp();
        _timer = time.CreateTimer(static state => ((RunLimit)state!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Wait(limit);
    }

    /// <summary>Whether the limit was reached.</summary>
    public bool IsReached { get; private set; }

    /// <summary>Watches an attempt that has just started; null where it may run as long as it takes.</summary>
    public static RunLimit? Start(IRunningAction action, TimeSpan? limit, TimeSpan grace, TimeProvider time) =>
        limit is { } given ? new RunLimit(action, given, grace, time) : null;

    /// <summary>The attempt has ended: from here on nothing is sent, and <see cref="IsReached"/> does not change.</summary>
    public void Dispose()
    {
        lock (_lock) _isOver = true;
        _timer.Dispose();
    }

    /// <summary>Says what happened, once the limit was reached.</summary>
    public ActionFailure ToFailure()
    {
        var limit = _limit.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var grace = _grace.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return new ActionFailure(ActionFailureKind.TimedOut, _isKilled
            ? $"It ran longer than its timeout of {limit} s, did not end within {grace} s of being asked to (SIGTERM), and was killed (SIGKILL)."
            : $"It ran longer than its timeout of {limit} s and was asked to end (SIGTERM).");
    }

    private void Due()
    {
        lock (_lock)
        {
            // What ended at the last moment by itself was in time, though nobody has looked yet.
            if (_isOver || _action.Completion.IsCompleted) return;
            var left = _limit - _time.GetElapsedTime(_started);
            if (!IsReached && left > TimeSpan.Zero)
            {
                Wait(left);
                return;
            }

            _isKilled = IsReached;
            IsReached = true;
            _action.Signal(_isKilled ? StopSignal.Kill : StopSignal.Terminate);
            if (!_isKilled) Wait(_grace);
        }
    }

    private void Wait(TimeSpan time) => _timer.Change(time < LongestWait ? time : LongestWait, Timeout.InfiniteTimeSpan);
}
