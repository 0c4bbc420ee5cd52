using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Simulation.Processes;

namespace LitePipeline.Simulation.History;

internal sealed partial class StoreHistory
{
    private void Save(TaskHistory task, ActionRecord row)
    {
        var before = task.Actions.GetValueOrDefault(row.Name);
        var key = new AttemptKey(row.Task, row.Name, row.Attempt);
        Check(!task.IsFinished, "stage", $"{key} is recorded as {row.Stage} after its task's end.");
        Check(row.Attempt >= (before?.Attempt ?? 0), "attempt", $"{key} follows attempt {before?.Attempt}.");
        Check(row.Earlier.Select(earlier => earlier.Attempt).Order().Distinct().SequenceEqual(row.Earlier.Select(earlier => earlier.Attempt)), "attempt", $"The earlier attempts of {key} are out of order.");
        if (before?.Stage == RunStage.Finished)
            Check((task.State.Stage, row.Stage, before.Status != RunStatus.Success) == (RunStage.Recovering, RunStage.Pending, true), "twice", $"{key} had ended as {before.Status} and is recorded again as {row.Stage} {row.Status}.");
        task.LastAttempt = Math.Max(task.LastAttempt, row.Attempt);
        if (row.Stage == RunStage.Running && row.Attempt > (before?.Attempt ?? 0)) CheckStart(task, row, before, key);
        if (row.Stage == RunStage.Pending && before?.Stage == RunStage.Running && IsLost(row)) CheckLoss(row, key);
        if (row is { Stage: RunStage.Running } && before is { Stage: RunStage.Pending } && before.Attempt == row.Attempt)
            Check(IsLost(before) && before.Node == row.Node, "adopted", $"{key} is taken up again and was not lost.");
        if (row is { Stage: RunStage.Finished, Status: RunStatus.Success }) CheckSuccess(task, row, before, key);
        Move(row, before);
        task.Actions[row.Name] = row;
        if (row.Stage == RunStage.Running) CheckRoom(row.Node!.Value, key);
    }

    private static bool IsLost(ActionRecord row) =>
        row.RetryAt is null && row.Earlier is [.., { Failure.Kind: ActionFailureKind.NodeLost } latest] && latest.Attempt == row.Attempt;

    private void CheckStart(TaskHistory task, ActionRecord row, ActionRecord? before, AttemptKey key)
    {
        var definition = task.Find(DefinitionOf(task), row.Name);
        Check(definition is not null, "unknown", $"{key} starts and is no action of its task.");
        Check(row.Attempt == Math.Max(before?.Attempt ?? 0, task.State.AttemptBase) + 1, "attempt", $"{key} starts after attempt {before?.Attempt} of a task whose attempts begin after {task.State.AttemptBase}.");
        Check(world.ClockWentBack || before?.RetryAt is null || row.StartedAt >= before.RetryAt, "retry", $"{key} starts at {row.StartedAt:T}, before {before?.RetryAt:T}.");
        Check(row.Retries < (definition!.Retry?.Attempts ?? 1), "retry", $"{key} is run again more often than it may be.");
        if (TaskHistory.IsEvent(row.Name))
        {
            CheckEvent(task, row.Name, key);
            return;
        }

        Check(task.State.StopSignal is null, "early", $"{key} starts after its task was stopped.");
        Check(task.Actions.Values.All(other => other.Stage != RunStage.Finished || other.Status == RunStatus.Success), "early", $"{key} starts after another action has failed.");
        foreach (var condition in task.ConditionsOf(definition))
            Check(task.Actions.GetValueOrDefault(condition)?.Status == RunStatus.Success, "early", $"{key} starts before {condition} has succeeded.");
    }

    private void CheckEvent(TaskHistory task, string name, AttemptKey key)
    {
        var rows = task.Actions.Values.Where(row => !TaskHistory.IsEvent(row.Name)).ToArray();
        Check(rows.All(row => row.Stage == RunStage.Finished), "early", $"{key} starts while an action of its task has not ended.");
        var succeeded = DefinitionOf(task).Actions.Select(action => action.Name).Concat(task.Generated.Keys)
            .All(action => task.Actions.GetValueOrDefault(action)?.Status == RunStatus.Success);
        // A stop counts though all that ran has succeeded meanwhile.
        Check(name == ApplicationDefinition.SuccessEvent ? succeeded : !succeeded || task.State.StopSignal is not null, "event", $"{key} starts and its task has {(succeeded ? "succeeded" : "failed")}.");
    }

    // What the attempt must have said follows from its number and from what was recorded before it.
    private void CheckSuccess(TaskHistory task, ActionRecord row, ActionRecord? before, AttemptKey key)
    {
        Check(before is { Stage: RunStage.Running } && before.Attempt == row.Attempt, "twice", $"{key} has succeeded and was {before?.Stage} as attempt {before?.Attempt}.");
        Check(!row.Result.IsEmpty, "result", $"{key} has succeeded and its result is missing.");
        var output = DefinitionReader.ReadOutput(row.Result.Utf8);
        var said = Behaviour.Read(output.Data);
        Check(said is not null, "result", $"{key} has succeeded and its result is {output.Data}.");
        Check(said!.Value.Attempt == row.Attempt, "stale", $"{key} has the result of attempt {said.Value.Attempt}.");
        var definition = task.Find(DefinitionOf(task), row.Name)!;
        var sum = Behaviour.Sum(row.Name, task.Record.Input, TaskHistory.IsEvent(row.Name) ? [] : task.ConditionsOf(definition).Select(condition => (condition, task.Sums[condition])));
        Check(said.Value.Sum == sum, "result", $"{key} has a result that does not follow from what it waited for.");
        task.Sums[row.Name] = sum;
        foreach (var generated in output.Actions)
        {
            Check(task.Generated.TryAdd(generated.Name, generated), "twice", $"{key} has generated {generated.Name}, which is there already.");
            if (generated.ToAction is { } follower) Added(task, follower).Add(generated.Name);
        }
    }

    private static HashSet<string> Added(TaskHistory task, string action)
    {
        if (!task.Added.TryGetValue(action, out var names)) task.Added[action] = names = new HashSet<string>(StringComparer.Ordinal);
        return names;
    }

    // Given up while its node's process runs it, and the node was not away for long: then the node has not said that it runs it, or was not heard.
    private void CheckLoss(ActionRecord row, AttemptKey key)
    {
        var node = world.Nodes.First(node => node.Id == row.Node);
        world.Trace.Note($"{key} is lost by {node.Name}");
        if (!node.Runs(key) || !world.WasHereLately(node, row.Earlier[^1].EndedAt)) return;
        Check(false, "lost", $"{key} is given up as lost while {node.Name} runs it and was not away for long.");
    }

    private void Move(ActionRecord row, ActionRecord? before)
    {
        var place = (row.Task, row.Name);
        if (before is { Stage: RunStage.Running, Node: { } left }) On(left).Remove(place);
        if (row is { Stage: RunStage.Running, Node: { } entered }) On(entered).Add(place);
    }

    private void CheckRoom(NodeId id, AttemptKey key)
    {
        var node = world.Nodes.First(node => node.Id == id);
        var used = On(id).Sum(place => SlotsOf(place.Task, place.Action));
        Check(used <= node.Slots, "slots", $"{key} is given to {node.Name}, which then has {used} of its {node.Slots} slots taken.");
    }

    private int SlotsOf(TaskId id, string action)
    {
        var task = Task(id);
        return task.Find(DefinitionOf(task), action)?.Resources?.Slots ?? 1;
    }

    private HashSet<(TaskId Task, string Action)> On(NodeId node)
    {
        if (!_onNode.TryGetValue(node, out var actions)) _onNode[node] = actions = [];
        return actions;
    }
}
