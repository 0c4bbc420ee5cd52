using LitePipeline.Core.Actions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Tasks;

/// <summary>Attempts that are not the last: what failed and may be run again, what lost its node, what came back.</summary>
internal sealed partial class TaskMachine
{
    /// <summary>An attempt's node is gone for good: the action waits for another, or ends with its task.</summary>
    public void Lose(ActionRun action, Step step)
    {
        var failure = Lost(action);
        var history = action.History ??= new ActionHistory();
        history.Losses++;
        if (Ends(action.Task, action) || history.Losses >= _settings.MaxLostAttempts)
        {
            Finish(action, new ActionResult { Failure = failure, StartedAt = action.StartedAt, EndedAt = step.Now }, failure, step);
            return;
        }

        Leave(action, step);
        history.Add(action.ToEarlier(failure, null, step.Now));
        action.Stage = RunStage.Pending;
        step.Change(new StoreChange.SaveAction(action.ToRecord()));
        step.Publish(new PipelineEvent.ActionRequeued(action.Key) { At = step.Now });
        Enqueue(action, step.Now);
    }

    /// <summary>A node came back with an attempt that nobody has replaced yet.</summary>
    public void Adopt(ActionRun action, NodeState node, Step step)
    {
        Unqueue(action);
        action.History!.TakeBackLatest();
        action.History.Losses--;
        action.Stage = RunStage.Running;
        Enter(action, node);
        step.Change(new StoreChange.SaveAction(action.ToRecord()));
        GoesOn(action, step);
    }

    /// <summary>Tells that a node has come back with an attempt.</summary>
    public static void GoesOn(ActionRun action, Step step) => step.Publish(new PipelineEvent.ActionResumed(action.Key, action.Node!.Id)
    {
        At = step.Now,
        StartedAt = action.StartedAt,
        Slots = action.Requirement.Resources.Slots,
    });

    /// <summary>An action that failed may be run again, unless something else happened since.</summary>
    public void RetryDue(ActionRun action, int attempt, Step step)
    {
        if (action.Attempt == attempt && action.Task.Retrying?.Remove(action) is true) Enqueue(action, step.Now);
    }

    /// <summary>Says why an attempt has failed; null where it succeeded. What it generated is left in the result only where its task takes it up: a replay must not take up more.</summary>
    private static ActionFailure? Judge(ActionRun action, ref ActionResult result)
    {
        if (!result.Succeeded || result.Actions.IsEmpty) return result.Failure;
        if (action is { IsEvent: false, Task.Outcome: null })
            return action.Task.Graph!.FindProblem(result.Actions) is { } problem ? new ActionFailure(ActionFailureKind.BadExpansion, problem) : null;

        result = result with { Actions = [] };
        // As a success it would not be run again by a recover, and what it generated would be missing.
        return action.IsEvent ? null : new ActionFailure(ActionFailureKind.Stopped, "It succeeded when its task was ending already; the actions that it generated were not taken up. A recover of the task runs it again.");
    }

    // A stop ends for good, and what does not fit the task would not fit the next time either.
    private static bool MayRunAgain(ActionRun action, ActionFailure failure, int? returnCode) =>
        failure.Kind is not (ActionFailureKind.Stopped or ActionFailureKind.BadExpansion)
        && action.Definition.Retry is { } retry
        && (action.History?.Retries ?? 0) + 1 < retry.Attempts
        && retry.AppliesTo(returnCode)
        && !Ends(action.Task, action);

    private void RunAgain(ActionRun action, ActionFailure failure, int? returnCode, Step step)
    {
        Leave(action, step);
        var history = action.History ??= new ActionHistory();
        history.Add(action.ToEarlier(failure, returnCode, step.Now));
        history.Retries++;
        var retryAt = step.Now + action.Definition.Retry!.PauseAfter(history.Retries);
        history.RetryAt = retryAt;
        action.Stage = RunStage.Pending;
        step.Change(new StoreChange.SaveAction(action.ToRecord()));
        step.Publish(new PipelineEvent.ActionRetried(action.Key, failure.Message, retryAt) { At = step.Now });
        Await(action, step);
    }

    // Until its moment has come an action stands in no queue.
    private void Await(ActionRun action, Step step)
    {
        if (action.History?.RetryAt is not { } retryAt || retryAt <= step.Now)
        {
            Enqueue(action, step.Now);
            return;
        }

        (action.Task.Retrying ??= []).Add(action);
        _deadlines.Add(retryAt, new Deadline.ActionRetry(action, action.Attempt));
    }

    private static ActionFailure Lost(ActionRun action) => new(
        ActionFailureKind.NodeLost,
        $"Its node {action.Node!.Description.Name} was lost while attempt {action.Attempt} ran. An action that loses its node again and again may be what ends it: look at that machine's memory and log.");
}
