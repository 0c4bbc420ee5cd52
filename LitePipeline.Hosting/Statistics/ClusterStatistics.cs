using LitePipeline.Core.Actions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Statistics;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Hosting.Statistics;

/// <summary>
/// What the cluster and its nodes did in the last hour and day, counted from the events as they happen, in bounded memory: at the most some 100 KB for
/// the cluster and for each of <see cref="MostNodes"/> nodes, and an entry for each attempt that runs. It is not stored: a restarted manager begins anew.
/// </summary>
/// <remarks>One thread tells what happens; any may read.</remarks>
internal sealed class ClusterStatistics(TimeProvider time)
{
    /// <summary>Of so many nodes a history is kept; beyond it, the one that has been gone the longest makes room.</summary>
    public const int MostNodes = 256;

    private readonly Lock _lock = new();
    private readonly Scope _cluster = new(time.GetUtcNow());
    private readonly Dictionary<NodeId, Scope> _nodes = [];
    private readonly Dictionary<NodeId, NodeLevel> _levels = [];
    private readonly Dictionary<AttemptKey, RunningAttempt> _running = [];
    private int _slots;
    private int _used;

    /// <summary>The manager starts over: what runs is told again by the nodes as they join.</summary>
    public void StartOver()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            _running.Clear();
            foreach (var node in _levels.Keys.ToArray()) SetLevel(node, default, now);
        }
    }

    /// <summary>Counts something that has happened.</summary>
    public void Happened(PipelineEvent happened)
    {
        lock (_lock)
        {
            switch (happened)
            {
                case PipelineEvent.TaskAccepted or PipelineEvent.TaskRestarted:
                    _cluster.Count(happened.At, static period => period.TasksAccepted++);
                    break;
                case PipelineEvent.TaskFinished finished:
                    _cluster.Count(finished.At, period => period.TaskEnded(finished.Status));
                    break;
                case PipelineEvent.ActionStarted started:
                    Started(started);
                    break;
                case PipelineEvent.ActionResumed resumed:
                    Run(resumed.Attempt, new RunningAttempt(resumed.Node, resumed.Slots, resumed.StartedAt), resumed.At);
                    break;
                case PipelineEvent.ActionFinished finished:
                    Count(Ended(finished.Attempt, finished.At, ran: true), finished.At, period => period.ActionEnded(finished.Status));
                    break;
                case PipelineEvent.ActionRetried retried:
                    Count(Ended(retried.Attempt, retried.At, ran: true), retried.At, static period => period.AttemptsRepeated++);
                    break;
                case PipelineEvent.ActionRequeued requeued:
                    Count(Ended(requeued.Attempt, requeued.At, ran: false), requeued.At, static period => period.AttemptsRepeated++);
                    break;
                case PipelineEvent.NodeJoined joined:
                    SetLevel(joined.Node, _levels.GetValueOrDefault(joined.Node) with { IsConnected = true, Slots = joined.Slots }, joined.At);
                    break;
                case PipelineEvent.NodeLeft left:
                    SetLevel(left.Node, _levels.GetValueOrDefault(left.Node) with { IsConnected = false }, left.At);
                    break;
            }
        }
    }

    /// <summary>Tells what was counted; of a node that nothing is known of, no period.</summary>
    public StatisticsView Read(StatisticsQuery query)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var scope = query.Node is not { } node ? _cluster : _nodes.GetValueOrDefault(node);
            return scope?.Read(query.Span, query.Since, now) ?? new Scope(now).Read(query.Span, null, now) with { Periods = [] };
        }
    }

    private void Started(PipelineEvent.ActionStarted started)
    {
        Run(started.Attempt, new RunningAttempt(started.Node, started.Slots, started.At), started.At);
        Count(started.Node, started.At, period =>
        {
            period.AttemptsStarted++;
            if (started.QueuedAt is { } queuedAt) period.Waited(started.At - queuedAt);
        });
    }

    private void Run(AttemptKey attempt, RunningAttempt running, DateTimeOffset at)
    {
        Ended(attempt, at, ran: false);
        _running.Add(attempt, running);
        var level = _levels.GetValueOrDefault(running.Node);
        SetLevel(running.Node, level with { Used = level.Used + running.Slots }, at);
    }

    // The node that an attempt has left; null where it ran on none, as it only waited to be run again.
    private NodeId? Ended(AttemptKey attempt, DateTimeOffset at, bool ran)
    {
        if (!_running.Remove(attempt, out var running)) return null;
        if (ran) Count(running.Node, at, period => period.Ran(at - running.StartedAt));
        var level = _levels.GetValueOrDefault(running.Node);
        SetLevel(running.Node, level with { Used = level.Used - running.Slots }, at);
        return running.Node;
    }

    private void Count(NodeId? node, DateTimeOffset at, Action<Period> count)
    {
        _cluster.Count(at, count);
        if (node is { } known) History(known, at)?.Count(at, count);
    }

    private void SetLevel(NodeId node, NodeLevel level, DateTimeOffset at)
    {
        var before = _levels.GetValueOrDefault(node);
        if (level == default) _levels.Remove(node);
        else _levels[node] = level;
        _slots += level.ConnectedSlots - before.ConnectedSlots;
        _used += level.ConnectedUsed - before.ConnectedUsed;
        _cluster.SetLevel(_slots, _used, at);
        History(node, at)?.SetLevel(level.ConnectedSlots, level.ConnectedUsed, at);
    }

    private Scope? History(NodeId node, DateTimeOffset at)
    {
        if (_nodes.TryGetValue(node, out var known)) return known;
        if (_nodes.Count >= MostNodes)
        {
            var gone = _nodes.Where(other => !_levels.GetValueOrDefault(other.Key).IsConnected).OrderBy(other => other.Value.ChangedAt).Select(other => other.Key).Take(1).ToArray();
            if (gone.Length == 0) return null;
            _nodes.Remove(gone[0]);
        }

        var history = new Scope(at);
        _nodes.Add(node, history);
        return history;
    }

    /// <summary>An attempt that runs.</summary>
    private readonly record struct RunningAttempt(NodeId Node, int Slots, DateTimeOffset StartedAt);

    /// <summary>How a node's slots stand. Those of a node that is away can be neither used nor free.</summary>
    private readonly record struct NodeLevel(bool IsConnected, int Slots, int Used)
    {
        public int ConnectedSlots => IsConnected ? Slots : 0;

        public int ConnectedUsed => IsConnected ? Used : 0;
    }
}
