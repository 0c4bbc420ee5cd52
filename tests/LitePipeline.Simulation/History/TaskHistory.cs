using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Simulation.History;

/// <summary>A task as its commits tell it.</summary>
internal sealed class TaskHistory(TaskRecord record, long addedBy)
{
    /// <summary>The number of the change that it was added by.</summary>
    public long AddedBy => addedBy;

    public TaskRecord Record { get; set; } = record;

    public TaskState State => Record.State;

    public bool IsFinished => State.Stage == RunStage.Finished;

    public Dictionary<string, ActionRecord> Actions { get; } = new(StringComparer.Ordinal);

    /// <summary>What an action waits for because of generated actions.</summary>
    public Dictionary<string, HashSet<string>> Added { get; } = new(StringComparer.Ordinal);

    /// <summary>The actions that were generated and taken up.</summary>
    public Dictionary<string, ActionDefinition> Generated { get; } = new(StringComparer.Ordinal);

    /// <summary>What each action that succeeded has summed up.</summary>
    public Dictionary<string, ulong> Sums { get; } = new(StringComparer.Ordinal);

    /// <summary>The highest attempt of any of its actions, ever.</summary>
    public int LastAttempt { get; set; }

    /// <summary>The number of the change that it was last recovered by.</summary>
    public long RecoveredBy { get; set; }

    /// <summary>How often it was rerun or recovered.</summary>
    public int Restarts { get; set; }

    /// <summary>Begins it anew.</summary>
    public void Restart()
    {
        Restarts++;
        Actions.Clear();
        Added.Clear();
        Generated.Clear();
        Sums.Clear();
    }

    public static bool IsEvent(string action) => action is ApplicationDefinition.SuccessEvent or ApplicationDefinition.FailEvent;

    /// <summary>The definition of one of its actions.</summary>
    public ActionDefinition? Find(ApplicationDefinition application, string action) =>
        Generated.GetValueOrDefault(action) ?? application.Actions.FirstOrDefault(one => one.Name == action)
        ?? (action == ApplicationDefinition.SuccessEvent ? application.OnSuccess : action == ApplicationDefinition.FailEvent ? application.OnFail : null);

    /// <summary>All that an action has to wait for.</summary>
    public IEnumerable<string> ConditionsOf(ActionDefinition action) =>
        action.Condition.Concat(Added.GetValueOrDefault(action.Name) ?? []).Distinct(StringComparer.Ordinal);
}
