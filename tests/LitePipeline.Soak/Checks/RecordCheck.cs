using LitePipeline.Core.Actions;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;
using LitePipeline.Soak.Users;

namespace LitePipeline.Soak.Checks;

/// <summary>What the manager has recorded, against what it has promised, what the model says and what the processes have written down.</summary>
internal sealed class RecordCheck(Crowd crowd, Door door, AttemptJournal journal, SoakOptions options, Findings findings)
{
    private const int PageSize = 500, TasksPerQuery = 100;

    /// <summary>How many attempts were lost with their node, or repeated after a failure.</summary>
    public (long Losses, long Retries) Repeated { get; private set; }

    /// <summary>All tasks that there are.</summary>
    public HashSet<TaskId> Tasks { get; private set; } = [];

    /// <summary>The content of all artifacts that are recorded.</summary>
    public HashSet<string> Artifacts { get; private set; } = [];

    public async Task RunAsync()
    {
        var tasks = (await AllTasksAsync()).ToDictionary(task => task.Id);
        var actions = (await ActionsAsync(tasks.Keys)).ToLookup(action => action.Task);
        (Tasks, Artifacts) = (tasks.Keys.ToHashSet(), actions.SelectMany(rows => rows).SelectMany(row => row.Artifacts).Select(artifact => artifact.Sha256).ToHashSet());
        Repeated = (actions.Sum(rows => rows.Sum(row => (long)row.Losses)), actions.Sum(rows => rows.Sum(row => (long)row.Retries)));
        foreach (var promised in crowd.Tasks)
        {
            findings.Check(tasks.ContainsKey(promised.Id), "promise", () => $"The task {promised.Id} ({promised.Shape.Name}) was accepted and is gone.");
            if (tasks.TryGetValue(promised.Id, out var task)) CheckTask(task, promised.Shape.Fate, Model.Of(promised.Shape, promised.Seed, promised.Parts, 0), [.. actions[promised.Id]]);
        }

        foreach (var work in crowd.Works) await CheckWorkAsync(work, tasks, actions);
        CheckSchedule([.. tasks.Values.Where(task => task.Schedule is not null)], actions);
        foreach (var task in tasks.Values.Where(task => task.Service is null))
            findings.Check(task.Work is not null || task.Schedule is not null || crowd.Tasks.Any(promised => promised.Id == task.Id), "stranger", () => $"Nobody asked for the task {task.Id} '{task.Name}'.");
    }

    private void CheckTask(TaskRecord task, Fate fate, Dictionary<string, long> values, ActionRecord[] rows)
    {
        var status = fate switch { Fate.Succeeds => RunStatus.Success, Fate.Fails => RunStatus.Fail, _ => RunStatus.Kill };
        findings.Check(task.State is { Stage: RunStage.Finished } && task.State.Status == status, "final", () => $"The task {task.Id} '{task.Name}' must end as {status} and is {task.State}.");
        findings.Check(rows.Select(row => row.Name).Distinct().Count() == rows.Length, "once", () => $"An action of the task {task.Id} is recorded twice: {string.Join(", ", rows.Select(row => row.Name))}.");
        var said = rows.Where(row => row.Status == RunStatus.Success).ToDictionary(row => row.Name, row => row.Result);
        findings.Check(said.Keys.ToHashSet().SetEquals(values.Keys), "result", () => $"Of the task {task.Id} '{task.Name}' {string.Join(", ", values.Keys.Order())} must have succeeded, and {string.Join(", ", said.Keys.Order())} did.");
        foreach (var row in rows) CheckAction(row, values);
    }

    private void CheckAction(ActionRecord row, Dictionary<string, long> values)
    {
        var began = journal.Of(row.Task, row.Name);
        findings.Check(row.Stage == RunStage.Finished, "final", () => $"{row.Task} {row.Name} is {row.Stage} though its task has ended.");
        findings.Check(began.All(attempt => attempt <= row.Attempt), "again", () => $"{row.Task} {row.Name} is recorded as of attempt {row.Attempt}, and {string.Join(", ", began)} began.");
        var earlier = row.Earlier.IsDefaultOrEmpty ? [] : row.Earlier.Select(one => one.Attempt).ToArray();
        findings.Check(earlier.Distinct().Count() == earlier.Length && earlier.All(attempt => attempt < row.Attempt), "once", () => $"{row.Task} {row.Name}, attempt {row.Attempt}, has earlier ones {string.Join(", ", earlier)}.");
        if (row.Status != RunStatus.Success || !values.TryGetValue(row.Name, out var value)) return;
        var said = row.Result.ToElement().GetProperty("data");
        findings.Check(said.GetProperty("value").GetInt64() == value, "result", () => $"{row.Task} {row.Name} must say {value} and says {said}.");
        findings.Check(said.GetProperty("attempt").GetInt32() == row.Attempt, "stale", () => $"{row.Task} {row.Name} is recorded as of attempt {row.Attempt} and says {said}.");
        findings.Check(journal.HasEnded(new AttemptKey(row.Task, row.Name, row.Attempt)), "result", () => $"{row.Task} {row.Name} is recorded as of attempt {row.Attempt}, which never came to its end.");
    }

    private async Task CheckWorkAsync(PromisedWork promised, Dictionary<TaskId, TaskRecord> tasks, ILookup<TaskId, ActionRecord> actions)
    {
        var work = await door.AskAsync(manager => manager.GetWorkAsync(promised.Id));
        findings.Check(work.Work.State is { Stage: RunStage.Finished, Status: RunStatus.Success }, "final", () => $"The work {promised.Id} must end well and is {work.Work.State}.");
        var values = SoakWorkflow.Of(promised.Seed, promised.Parts);
        findings.Check(work.Steps.Select(step => step.Name).Order().SequenceEqual(values.Keys.Order()), "work", () => $"The work {promised.Id} has the steps {string.Join(", ", work.Steps.Select(step => step.Name))}.");
        foreach (var step in work.Steps) CheckStep(step, values, tasks, actions);
    }

    private void CheckStep(WorkStepRecord step, Dictionary<string, Dictionary<string, long>> values, Dictionary<TaskId, TaskRecord> tasks, ILookup<TaskId, ActionRecord> actions)
    {
        if (step.Task is not { } id || !tasks.TryGetValue(id, out var task))
        {
            findings.Check(false, "work", () => $"The work {step.Work}'s {step.Name} has no task.");
            return;
        }

        CheckTask(task, Fate.Succeeds, values[step.Name], [.. actions[id]]);
        findings.Check(tasks.Values.Count(other => other.Work == step.Work && other.Name == step.Name) == 1, "work", () => $"The work {step.Work} has more than one task for {step.Name}.");
    }

    private void CheckSchedule(IReadOnlyList<TaskRecord> runs, ILookup<TaskId, ActionRecord> actions)
    {
        findings.Check(runs.Count == crowd.ScheduledRuns, "schedule", () => $"The schedule was due {crowd.ScheduledRuns} times and has {runs.Count} runs.");
        foreach (var run in runs) CheckTask(run, Fate.Succeeds, Model.Of(Shape.Single, options.Seed, 0, 0), [.. actions[run.Id]]);
    }

    private async Task<List<TaskRecord>> AllTasksAsync()
    {
        var all = new List<TaskRecord>();
        while (true)
        {
            var page = await door.AskAsync(manager => manager.ListTasksAsync(new TaskQuery { OldestFirst = true, Offset = all.Count, Limit = PageSize }));
            all.AddRange(page.Items);
            if (page.Items.Count < PageSize) return all;
        }
    }

    private async Task<List<ActionRecord>> ActionsAsync(IEnumerable<TaskId> tasks)
    {
        var all = new List<ActionRecord>();
        foreach (var some in tasks.Chunk(TasksPerQuery)) all.AddRange((await door.AskAsync(manager => manager.ListActionsAsync(new ActionQuery { Tasks = some }))).Items);
        return all;
    }
}
