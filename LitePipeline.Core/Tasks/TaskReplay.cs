using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Scheduling;

namespace LitePipeline.Core.Tasks;

/// <summary>Rebuilds what a task had come to from its actions' rows, one after the other in the order in which the actions were first started.</summary>
internal sealed class TaskReplay
{
    private readonly List<ActionRun> _ready = [];

    /// <summary>Takes up one row; returns its action, or null where the task has none of that name.</summary>
    /// <exception cref="DefinitionInvalidException">The actions that it generated cannot be read.</exception>
    public ActionRun? Apply(TaskRun task, ActionRecord row)
    {
        if ((task.Graph!.Find(row.Name) ?? EventAction(task, row.Name)) is not { } action) return null;
        action.Ordinal = row.Ordinal;
        action.Attempt = row.Attempt;
        action.Stage = row.Stage;
        action.Status = row.Status;
        action.ReturnCode = row.ReturnCode;
        action.Result = row.Result;
        action.Artifacts = row.Artifacts.IsDefault ? [] : row.Artifacts;
        action.Cached = row.Cached;
        action.StartedAt = row.StartedAt ?? task.Record.CreatedAt;
        action.EndedAt = row.EndedAt ?? default;
        action.LastNode = row.Node;
        action.History = ActionHistory.Of(row);
        task.StartedSoFar = row.Ordinal + 1;
        task.QueuedSoFar++;
        if (row.Status == RunStatus.Success && !action.IsEvent) Succeed(task, action, row);
        return action;
    }

    private void Succeed(TaskRun task, ActionRun action, ActionRecord row)
    {
        var output = row.Result.IsEmpty ? ActionOutput.Empty : DefinitionReader.ReadOutput(row.Result.Utf8);
        action.Data = output.Data;
        task.Graph!.Expand(task, output.Actions);
        task.Graph.Complete(action, _ready);
        // What is ready is found once all rows are taken up: some of these have rows of their own.
        _ready.Clear();
    }

    private static ActionRun? EventAction(TaskRun task, string name)
    {
        var outcome = name == ApplicationDefinition.SuccessEvent ? RunStatus.Success : task.OutcomeMessage is null ? RunStatus.Kill : RunStatus.Fail;
        if (name is not (ApplicationDefinition.SuccessEvent or ApplicationDefinition.FailEvent) || TaskMachine.EventFor(task, outcome) is not { } definition) return null;
        task.Outcome = outcome;
        if (outcome == RunStatus.Kill) task.OutcomeMessage = TaskMachine.Stopped;
        return task.EventAction = new ActionRun(task, definition, NodeRequirement.Of(definition, task.Targets?.GetValueOrDefault(name)), -1);
    }
}
