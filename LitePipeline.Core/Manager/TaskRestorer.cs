using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Manager;

/// <summary>What a restarted manager does with its unfinished tasks: each is rebuilt from its actions' rows and goes on from there.</summary>
internal sealed class TaskRestorer(ApplicationRegistry applications, TaskMachine tasks, NodeMachine nodes)
{
    private readonly TaskReplay _replay = new();

    public void Restore(StoreSnapshot snapshot, Step step)
    {
        var actions = snapshot.Actions.ToLookup(action => action.Task);
        // What runs counts before what waits where an application's limit says how many may.
        foreach (var record in snapshot.Tasks.OrderBy(task => Waits(task.State)).ThenBy(task => task.Sequence)) Restore(record, actions[record.Id], step);
    }

    private static bool Waits(TaskState state) => state.Stage is RunStage.Pending or RunStage.Recovering;

    private void Restore(TaskRecord record, IEnumerable<ActionRecord> rows, Step step)
    {
        if (applications.Find(record.Application, record.Version) is not { } version)
        {
            // While it was in memory it went on with the version that it had; the definition went from the store with the version's row.
            var what = applications.Current(record.Application) is null ? "Its application" : $"The version {record.Version} of its application";
            tasks.Abandon(record, rows, $"{what} was removed before it had ended, and the manager was restarted since.", step);
            return;
        }

        var task = new TaskRun(record, version) { Targets = TaskTargets.Of(record.Input) };
        var failed = false;
        if (record.State.Stage != RunStage.Pending)
        {
            TaskMachine.Begin(task);
            foreach (var row in rows.OrderBy(row => row.Ordinal)) failed |= Replay(task, row, step);
        }

        if (Waits(record.State)) tasks.Add(task, step);
        else tasks.Resume(task, failed, step);
    }

    /// <summary>Says whether the row is that of an action that failed by itself.</summary>
    private bool Replay(TaskRun task, ActionRecord row, Step step)
    {
        try
        {
            if (_replay.Apply(task, row) is not { } action)
            {
                // What generated it cannot be read any more.
                TaskMachine.Abandon(row, step);
                return false;
            }

            if (row.Stage == RunStage.Running && row.Node is { } id) tasks.Enter(action, nodes.Expect(id, step));
            if (row.Status != RunStatus.Fail || action.IsEvent) return false;
            task.OutcomeMessage ??= $"Action '{row.Name}' failed: {row.Failure?.Message}";
        }
        catch (DefinitionInvalidException invalid)
        {
            task.OutcomeMessage ??= $"What action '{row.Name}' had generated cannot be taken up again after a restart of the manager: {invalid.Message}";
        }

        return true;
    }
}
