using System.Collections.Immutable;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Scheduling;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Manager;

/// <summary>Recovery: a task's rows are replayed in the order in which its actions were started, and the task goes on from there.</summary>
internal sealed class TaskRestorer(ApplicationRegistry applications, TaskMachine tasks, NodeMachine nodes)
{
    private readonly List<ActionRun> _ready = [];

    public void Restore(StoreSnapshot snapshot, Step step)
    {
        var actions = snapshot.Actions.ToLookup(action => action.Task);
        foreach (var record in snapshot.Tasks.OrderBy(task => task.Sequence)) Restore(record, actions[record.Id], step);
    }

    private void Restore(TaskRecord record, IEnumerable<ActionRecord> rows, Step step)
    {
        if (applications.Find(record.Application, record.Version) is not { } version)
        {
            tasks.EndLost(record, step);
            return;
        }

        var task = new TaskRun(record, version) { Targets = Targets(record.Input) };
        if (record.State.Stage == RunStage.Pending)
        {
            tasks.Add(task);
            return;
        }

        TaskMachine.Begin(task);
        var failed = false;
        foreach (var row in rows.OrderBy(row => row.Ordinal)) failed |= Replay(task, row, step);
        tasks.Resume(task, failed, step);
    }

    /// <summary>Says whether the row is that of an action that failed by itself.</summary>
    private bool Replay(TaskRun task, ActionRecord row, Step step)
    {
        var action = task.Graph!.Find(row.Name) ?? EventAction(task, row.Name);
        action.Ordinal = row.Ordinal;
        action.Attempt = row.Attempt;
        action.Stage = row.Stage;
        action.Status = row.Status;
        action.ReturnCode = row.ReturnCode;
        action.Result = row.Result;
        action.StartedAt = row.StartedAt ?? task.Record.CreatedAt;
        action.EndedAt = row.EndedAt ?? default;
        task.StartedSoFar = row.Ordinal + 1;
        task.QueuedSoFar++;
        var node = row.Node is { } id ? nodes.Expect(id, step) : null;
        action.Node = node;
        if (row.Stage == RunStage.Running && node is not null) tasks.Enter(action, node);
        if (row.Stage != RunStage.Finished) return false;
        if (row.Status == RunStatus.Success && !action.IsEvent)
        {
            var output = row.Result.IsEmpty ? ActionOutput.Empty : DefinitionReader.ReadOutput(row.Result.Utf8);
            action.Data = output.Data;
            task.Graph.Expand(task, output.Actions);
            task.Graph.Complete(action, _ready);
            _ready.Clear();
        }

        if (row.Status != RunStatus.Fail || action.IsEvent) return false;
        task.OutcomeMessage ??= $"Action '{row.Name}' failed: {row.Failure?.Message}";
        return true;
    }

    private static ActionRun EventAction(TaskRun task, string name)
    {
        var outcome = name == ApplicationDefinition.SuccessEvent ? RunStatus.Success : task.OutcomeMessage is null ? RunStatus.Kill : RunStatus.Fail;
        var definition = TaskMachine.EventFor(task, outcome)!;
        task.Outcome = outcome;
        if (outcome == RunStatus.Kill) task.OutcomeMessage = TaskMachine.Stopped;
        return task.EventAction = new ActionRun(task, definition, NodeRequirement.Of(definition, task.Targets?.GetValueOrDefault(name)), -1);
    }

    public static IReadOnlyDictionary<string, TargetEnvironment>? Targets(JsonData input)
    {
        if (input.Utf8.Span.IndexOf("\"target_env\""u8) < 0) return null;
        var targets = DefinitionReader.ReadTargetOverrides(input);
        return targets.Count == 0 ? null : targets;
    }
}
