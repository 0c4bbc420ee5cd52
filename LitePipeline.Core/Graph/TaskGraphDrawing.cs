using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Graph;

/// <summary>Draws a task's graph from what is recorded of it; the task may run or have finished long ago.</summary>
public static class TaskGraphDrawing
{
    /// <summary>Draws a task's graph.</summary>
    /// <param name="task">The task.</param>
    /// <param name="definition">The definition that it runs by; null where its version was removed.</param>
    /// <param name="rows">Its actions' rows.</param>
    public static TaskGraphView Draw(TaskRecord task, ApplicationDefinition? definition, IReadOnlyList<ActionRecord> rows)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(rows);
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        var order = new List<Place>();
        foreach (var action in definition?.Actions ?? []) Add(new Place(action.Name, [.. action.Condition], null, 0));
        var isWhole = definition is not null;
        // What generates comes before what it has generated: rows are in the order of their first start.
        foreach (var row in rows.OrderBy(row => row.Ordinal))
        {
            if (!places.TryGetValue(row.Name, out var place)) Add(place = new Place(row.Name, [], null, 0));
            place.Row = row;
            isWhole &= TryExpand(row, place, Add);
        }

        foreach (var place in order)
            if (place.Leads is { } follower && places.TryGetValue(follower, out var next) && !next.Condition.Contains(place.Name)) next.Condition.Add(place.Name);
        return new TaskGraphView
        {
            Task = task.Id,
            Name = task.Name,
            CreatedAt = task.CreatedAt,
            State = task.State,
            IsWhole = isWhole,
            Actions = [.. order.Select(place => Of(place, task, places))],
        };

        void Add(Place place)
        {
            if (places.TryAdd(place.Name, place)) order.Add(place);
        }
    }

    private static bool TryExpand(ActionRecord row, Place place, Action<Place> add)
    {
        if (row.Status != RunStatus.Success || row.Result.IsEmpty || IsEvent(row.Name)) return true;
        try
        {
            foreach (var action in DefinitionReader.ReadOutput(row.Result.Utf8).Actions)
                add(new Place(action.Name, [.. action.Condition], row.Name, place.Generation + 1) { Leads = action.ToAction });
            return true;
        }
        catch (DefinitionInvalidException)
        {
            return false;
        }
    }

    private static TaskGraphAction Of(Place place, TaskRecord task, Dictionary<string, Place> places) => new()
    {
        Name = place.Name,
        Condition = place.Condition,
        GeneratedBy = place.GeneratedBy,
        Generation = place.Generation,
        IsEvent = IsEvent(place.Name),
        Stage = place.Row?.Stage ?? RunStage.Pending,
        Status = place.Row?.Status,
        Attempt = place.Row?.Attempt ?? 0,
        ReadyAt = ReadyAt(place, task, places),
        Attempts = place.Row is { } row ? Attempts(row) : [],
        RetryAt = place.Row?.RetryAt,
    };

    private static DateTimeOffset? ReadyAt(Place place, TaskRecord task, Dictionary<string, Place> places)
    {
        if (IsEvent(place.Name)) return null;
        var ready = task.State.AttemptBase == 0 ? task.CreatedAt : (DateTimeOffset?)null;
        foreach (var name in place.GeneratedBy is { } generator ? place.Condition.Append(generator) : place.Condition)
        {
            if (!places.TryGetValue(name, out var before) || before.Row is not { Status: RunStatus.Success, EndedAt: { } ended }) return null;
            if (ready is null || ended > ready) ready = ended;
        }

        // What an action that had succeeded before a recover left is older than what it led to.
        return ready is { } known && First(place.Row) is { } first && (known > first || task.State.AttemptBase > 0 && first < task.State.StartedAt) ? null : ready;
    }

    private static DateTimeOffset? First(ActionRecord? row) => row is null ? null : row.Earlier is [var earliest, ..] ? earliest.StartedAt : row.StartedAt;

    private static List<TaskGraphAttempt> Attempts(ActionRecord row)
    {
        var attempts = new List<TaskGraphAttempt>(row.Earlier.IsDefault ? 1 : row.Earlier.Length + 1);
        if (!row.Earlier.IsDefault)
            foreach (var earlier in row.Earlier) attempts.Add(new(earlier.Attempt, earlier.Node, earlier.StartedAt, earlier.EndedAt, earlier.Status, earlier.Failure?.Message));
        // What waits to be run again, or was dropped while it did, has its latest attempt among the earlier ones.
        if (row.StartedAt is { } started && (attempts.Count == 0 || attempts[^1].Attempt != row.Attempt))
            attempts.Add(new(row.Attempt, row.Node, started, row.EndedAt, row.Status, row.Failure?.Message));
        return attempts;
    }

    private static bool IsEvent(string name) => name is ApplicationDefinition.SuccessEvent or ApplicationDefinition.FailEvent;

    private sealed class Place(string name, List<string> condition, string? generatedBy, int generation)
    {
        public string Name { get; } = name;

        public List<string> Condition { get; } = condition;

        public string? GeneratedBy { get; } = generatedBy;

        public int Generation { get; } = generation;

        public string? Leads { get; init; }

        public ActionRecord? Row { get; set; }
    }
}
