using System.Collections.Immutable;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Scheduling;

namespace LitePipeline.Core.Tasks;

/// <summary>The tasks that have not begun: in the scheduler's queues, or kept out of them by their application's limit on running tasks.</summary>
/// <remarks>
/// Of an application with a limit, as many tasks stand in the queues as may still begin, and these are the first in the order of
/// priority and age; a task that comes before one of them takes its place. An event costs O(log n); only a limit where none was
/// goes through all tasks.
/// </remarks>
/// <param name="scheduler">The scheduler.</param>
/// <param name="goOn">Goes on with a recovered task, whose actions wait for slots one by one.</param>
/// <param name="beginFromCache">Begins a task where the cache has the result of one of its first actions, which needs no slot; says whether it did.</param>
internal sealed class WaitingTasks(SlotScheduler scheduler, Action<TaskRun, Step> goOn, Func<TaskRun, Step, bool> beginFromCache)
{
    private readonly Dictionary<AppId, RunningLimit> _limits = [];

    /// <summary>How many tasks are kept out of the queues.</summary>
    public long HeldCount => _limits.Values.Sum(limit => (long)limit.Held.Count);

    public static bool IsHeld(TaskRun task) => task.Limit?.Held.Contains(task) is true;

    /// <summary>Sets how many tasks of an application may run at once, null for any number. What runs already goes on.</summary>
    public void SetLimit(AppId application, int? most, IEnumerable<TaskRun> unfinished, Step step)
    {
        if (_limits.TryGetValue(application, out var limit))
        {
            limit.Most = most ?? int.MaxValue;
            if (most is null) _limits.Remove(application);
        }
        else if (most is { } given)
        {
            _limits.Add(application, limit = new RunningLimit(given));
            foreach (var task in unfinished.Where(task => task.Record.Application == application)) Count(task, limit);
        }
        else return;

        Balance(limit, step);
    }

    /// <summary>Takes in a task that is to begin, or a recovered one that is to go on.</summary>
    public void Add(TaskRun task, Step step)
    {
        if (LimitOf(task) is not { } limit)
        {
            LetOn(task, step);
            return;
        }

        task.Limit = limit;
        limit.Held.Add(task);
        Balance(limit, step);
    }

    /// <summary>Takes in a task that had begun before the manager was restarted.</summary>
    public void AddRunning(TaskRun task)
    {
        if (LimitOf(task) is { } limit) Count(task, limit);
    }

    /// <summary>A task begins: it leaves the queues for other kinds of node that its first actions ask for.</summary>
    public void Begin(TaskRun task, NodeRequirement taken)
    {
        foreach (var requirement in RootRequirements(task))
        {
            if (!requirement.Equals(taken)) scheduler.GaveUpOne(requirement);
        }

        if (task.Limit is not { } limit) return;
        limit.Queued.Remove(task);
        limit.Running++;
    }

    /// <summary>A task that has not begun never will.</summary>
    public void GiveUp(TaskRun task)
    {
        if (IsHeld(task)) return;
        foreach (var requirement in RootRequirements(task)) scheduler.GaveUpOne(requirement);
    }

    /// <summary>A task has ended, whether it had begun or not: another one may take its place.</summary>
    public void End(TaskRun task, Step step)
    {
        if (task.Limit is not { } limit) return;
        if (!limit.Held.Remove(task) && !limit.Queued.Remove(task)) limit.Running--;
        Balance(limit, step);
    }

    private RunningLimit? LimitOf(TaskRun task) => _limits.Count == 0 ? null : _limits.GetValueOrDefault(task.Record.Application);

    private static void Count(TaskRun task, RunningLimit limit)
    {
        task.Limit = limit;
        if (task.Waits) limit.Queued.Add(task);
        else limit.Running++;
    }

    private void Balance(RunningLimit limit, Step step)
    {
        while (limit.Room < 0 && limit.Queued.Max is { } last) TakeBack(last, limit);
        while (limit.Held.Min is { } first)
        {
            if (limit.Room <= 0)
            {
                if (limit.Queued.Max is not { } last || !RunningLimit.GoesBefore(first, last)) return;
                TakeBack(last, limit);
            }

            limit.Held.Remove(first);
            // A recovered task is not taken back again: it counts as running before the first of its actions does.
            if (first.Waits) limit.Queued.Add(first);
            else limit.Running++;
            LetOn(first, step);
        }
    }

    private void LetOn(TaskRun task, Step step)
    {
        if (!task.Waits)
        {
            goOn(task, step);
            return;
        }

        if (beginFromCache(task, step))
        {
            if (task.Limit is not { } limit) return;
            limit.Queued.Remove(task);
            limit.Running++;
            return;
        }

        task.Ticket++;
        foreach (var requirement in RootRequirements(task))
            scheduler.Enqueue(new QueuedAction(task, null, task.Ticket), requirement, QueuePosition.For(task.Record, 0));
    }

    private void TakeBack(TaskRun task, RunningLimit limit)
    {
        limit.Queued.Remove(task);
        limit.Held.Add(task);
        task.Ticket++;
        foreach (var requirement in RootRequirements(task)) scheduler.GaveUpOne(requirement);
    }

    /// <summary>What a task that has not begun asks for: one of its first actions is enough to begin it.</summary>
    public static ImmutableArray<NodeRequirement> RootRequirements(TaskRun task)
    {
        var plan = task.Version.Plan;
        if (task.Targets is not { } targets) return plan.RootRequirements;
        return [.. plan.Roots.Select(place => NodeRequirement.Of(plan.Actions[place], targets.GetValueOrDefault(plan.Actions[place].Name))).Distinct()];
    }
}
