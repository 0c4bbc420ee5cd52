using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Events;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Statistics;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Statistics;
using Microsoft.Extensions.Time.Testing;

namespace LitePipeline.Hosting.Tests.Statistics;

public class ClusterStatisticsTests
{
    private static readonly DateTimeOffset Begun = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Begun);
    private readonly ClusterStatistics _statistics;
    private readonly NodeId _node = new(Guid.NewGuid()), _other = new(Guid.NewGuid());
    private readonly TaskId _task = new(Guid.NewGuid());

    public ClusterStatisticsTests() => _statistics = new ClusterStatistics(_time);

    private DateTimeOffset Now => _time.GetUtcNow();

    private AttemptKey Attempt(string action, int number = 1) => new(_task, action, number);

    private void Join(NodeId node, int slots) => _statistics.Happened(new PipelineEvent.NodeJoined(node, "node", slots) { At = Now });

    private void Leave(NodeId node, int slots) => _statistics.Happened(new PipelineEvent.NodeLeft(node, "node", slots) { At = Now });

    private void Start(string action, NodeId node, int waited = 0, int slots = 1, int number = 1) =>
        _statistics.Happened(new PipelineEvent.ActionStarted(Attempt(action, number), node) { At = Now, QueuedAt = Now.AddSeconds(-waited), Slots = slots });

    private void Finish(string action, RunStatus status = RunStatus.Success) =>
        _statistics.Happened(new PipelineEvent.ActionFinished(Attempt(action), status, null, null, []) { At = Now });

    private IReadOnlyList<StatisticsPeriod> Read(StatisticsSpan span = StatisticsSpan.Hour, NodeId? node = null, DateTimeOffset? since = null) =>
        _statistics.Read(new StatisticsQuery { Span = span, Node = node, Since = since }).Periods;

    [Fact]
    public void What_ends_is_counted_in_the_period_in_which_it_ends_with_how_long_it_waited_and_ran()
    {
        Join(_node, 4);
        _statistics.Happened(new PipelineEvent.TaskAccepted(_task, "march", new AppId(Guid.NewGuid())) { At = Now });
        Start("a", _node, waited: 3);
        Start("b", _node, waited: 5);
        _time.Advance(TimeSpan.FromSeconds(12));
        Finish("a");
        _time.Advance(TimeSpan.FromSeconds(10));
        Finish("b", RunStatus.Fail);
        _statistics.Happened(new PipelineEvent.TaskFinished(_task, RunStatus.Fail, "b failed") { At = Now });

        var periods = Read();
        Assert.Equal([Begun, Begun.AddSeconds(10), Begun.AddSeconds(20)], periods.Select(period => period.At));
        Assert.Equal([2, 0, 0], periods.Select(period => period.AttemptsStarted));
        Assert.Equal([1, 0, 0], periods.Select(period => period.TasksAccepted));
        Assert.Equal(new TimesTaken { Count = 2, TotalSeconds = 8, LongestSeconds = 5 }, periods[0].Waited);
        Assert.Equal([0, 1, 0], periods.Select(period => period.ActionsEnded.Success));
        Assert.Equal([0, 0, 1], periods.Select(period => period.ActionsEnded.Fail));
        Assert.Equal([0, 0, 1], periods.Select(period => period.TasksEnded.Fail));
        Assert.Equal([0, 12, 22], periods.Select(period => period.Ran.LongestSeconds));
        var day = Assert.Single(Read(StatisticsSpan.Day));
        Assert.Equal((1, 1, 34.0), (day.ActionsEnded.Success, day.ActionsEnded.Fail, day.Ran.TotalSeconds));
    }

    [Fact]
    public void Slots_are_an_average_over_the_time_that_has_passed()
    {
        Join(_node, 4);
        _time.Advance(TimeSpan.FromSeconds(5));
        Start("a", _node, slots: 2);
        _time.Advance(TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(10));
        Finish("a");
        _time.Advance(TimeSpan.FromSeconds(2));
        var periods = Read();
        Assert.Equal([4.0, 4.0, 4.0], periods.Select(period => period.Slots));
        Assert.Equal([1.0, 2.0, 0.0], periods.Select(period => period.UsedSlots));
        Assert.Equal([2, 2, 0], periods.Select(period => period.MostUsedSlots));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, Read()[^1].MostUsedSlots);
    }

    [Fact]
    public void A_node_that_is_away_has_no_slots_and_what_it_runs_counts_again_when_it_is_back()
    {
        Join(_node, 2);
        Join(_other, 3);
        Start("a", _node);
        Leave(_node, 2);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((3.0, 0.0), (Read()[^1].Slots, Read()[^1].UsedSlots));
        Join(_node, 2);
        _statistics.Happened(new PipelineEvent.ActionResumed(Attempt("a"), _node) { At = Now, StartedAt = Begun });
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((5.0, 1.0), (Read()[^1].Slots, Read()[^1].UsedSlots));
        Finish("a");
        Assert.Equal(20, Read()[^1].Ran.LongestSeconds);
    }

    [Fact]
    public void An_attempt_whose_node_was_lost_leaves_its_slots_and_counts_as_repeated()
    {
        Join(_node, 2);
        Start("a", _node, slots: 2);
        _statistics.Happened(new PipelineEvent.ActionRequeued(Attempt("a")) { At = Now });
        _statistics.Happened(new PipelineEvent.ActionRetried(Attempt("z"), "it waited only", Now) { At = Now });
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((2, 0), (Read()[0].AttemptsRepeated, Read()[0].Ran.Count));
        Assert.Equal(0.0, Read()[1].UsedSlots);
    }

    [Fact]
    public void A_node_has_a_history_of_its_own_and_one_that_is_unknown_has_none()
    {
        Join(_node, 2);
        Join(_other, 3);
        Start("a", _node, waited: 1);
        Start("b", _other, waited: 2);
        Finish("b");
        Assert.Equal((1, 0, 2.0), (Read(node: _node)[0].AttemptsStarted, Read(node: _node)[0].ActionsEnded.Success, Read(node: _node)[0].Slots));
        Assert.Equal((1, 1, 3.0), (Read(node: _other)[0].AttemptsStarted, Read(node: _other)[0].ActionsEnded.Success, Read(node: _other)[0].Slots));
        Assert.Empty(Read(node: new NodeId(Guid.NewGuid())));
    }

    [Fact]
    public void The_last_hour_is_kept_finely_and_the_last_day_coarsely_and_no_more()
    {
        Join(_node, 1);
        Start("old", _node);
        Finish("old");
        _time.Advance(TimeSpan.FromHours(2));
        Start("new", _node);
        Finish("new");
        Assert.Equal((360, 1), (Read().Count, Read().Sum(period => period.AttemptsStarted)));
        Assert.Equal(2, Read(StatisticsSpan.Day).Sum(period => period.AttemptsStarted));
        Assert.All(Read(), period => Assert.Equal(1.0, period.Slots));
        _time.Advance(TimeSpan.FromDays(30));
        Assert.Equal((288, 0), (Read(StatisticsSpan.Day).Count, Read(StatisticsSpan.Day).Sum(period => period.AttemptsStarted)));
    }

    [Fact]
    public void Whoever_has_the_periods_before_gets_only_the_rest()
    {
        Join(_node, 1);
        _time.Advance(TimeSpan.FromSeconds(95));
        Assert.Equal([Begun.AddSeconds(80), Begun.AddSeconds(90)], Read(since: Begun.AddSeconds(80)).Select(period => period.At));
        Assert.Empty(Read(since: Begun.AddDays(1)));
    }

    [Fact]
    public void A_manager_that_starts_over_knows_of_no_slot_until_the_nodes_are_back()
    {
        Join(_node, 2);
        Start("a", _node);
        _statistics.StartOver();
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((0.0, 0.0), (Read()[^1].Slots, Read()[^1].UsedSlots));
        Join(_node, 2);
        Assert.Equal(2.0, Read(node: _node).Count);
    }

    [Fact]
    public void Of_many_nodes_the_one_that_is_gone_longest_makes_room()
    {
        Join(_node, 1);
        Join(_other, 1);
        Leave(_other, 1);
        for (var i = 2; i < ClusterStatistics.MostNodes; i++) Join(new NodeId(Guid.NewGuid()), 1);
        _time.Advance(TimeSpan.FromSeconds(1));
        var late = new NodeId(Guid.NewGuid());
        Join(late, 7);
        Assert.Empty(Read(node: _other));
        Assert.NotEmpty(Read(node: _node));
        Assert.NotEmpty(Read(node: late));
        var one = new NodeId(Guid.NewGuid());
        Join(one, 7);
        Assert.Empty(Read(node: one));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(ClusterStatistics.MostNodes - 1 + 7 + 7, Read()[^1].Slots);
    }

    [Fact]
    public void A_clock_that_is_set_back_breaks_nothing()
    {
        Join(_node, 1);
        Start("a", _node);
        _time.Advance(TimeSpan.FromHours(3));
        Finish("a");
        _statistics.Happened(new PipelineEvent.TaskFinished(_task, RunStatus.Success, null) { At = Begun.AddHours(-5) });
        _statistics.Happened(new PipelineEvent.ActionStarted(Attempt("b"), _node) { At = Begun.AddMinutes(1), QueuedAt = Begun.AddMinutes(2) });
        Assert.Equal(360, Read().Count);
    }
}
