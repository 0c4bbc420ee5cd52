using LitePipeline.Core.Actions;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Node;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>One attempt as an action of a pipeline sees it. For use by one thread at a time, until the action returns; only <see cref="ReportProgress"/> is safe for many.</summary>
public sealed class ActionContext
{
    internal ActionContext(ActionHandlerContext attempt, CancellationToken cancellationToken)
    {
        Attempt = attempt;
        CancellationToken = cancellationToken;
    }

    /// <summary>Asks the action to end: its task was stopped, its time is over or its node stops. An action that ignores it keeps its slot until it returns.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Takes log lines; they go where the node's log goes.</summary>
    public ILogger Logger => Attempt.Logger;

    /// <summary>The task.</summary>
    public TaskId Task => Attempt.Attempt.Task;

    /// <summary>The task's name.</summary>
    public string TaskName => Attempt.Assignment.TaskName;

    /// <summary>This action's name; of a generated one with what tells it from its like.</summary>
    public string Name => Attempt.Attempt.Action;

    /// <summary>1 in the first run of this action, and one more in each further one.</summary>
    public int Number => Attempt.Attempt.Attempt;

    internal ActionHandlerContext Attempt { get; }

    /// <summary>Says how far the attempt is to whoever watches; nothing is kept.</summary>
    /// <param name="fraction">From 0 to 1.</param>
    /// <param name="message">For people.</param>
    public void ReportProgress(double fraction, string message = "") => Attempt.ReportProgress(fraction, message);

    /// <summary>The attempt's own folder, absolute; made when it is first asked for. What <c>WithArtifacts</c> names is written here.</summary>
    public ValueTask<string> GetWorkspaceAsync() => Attempt.GetWorkspaceAsync(CancellationToken);

    /// <summary>Where an artifact of an action that this one waits for lies, absolute.</summary>
    /// <param name="action">The action that made it.</param>
    /// <param name="path">Its path in that action's workspace.</param>
    /// <exception cref="FileNotFoundException">No action that this one waits for has left such an artifact.</exception>
    public async ValueTask<string> GetArtifactAsync(Step action, string path)
    {
        ArgumentNullException.ThrowIfNull(action);
        await Attempt.GetWorkspaceAsync(CancellationToken);
        return Attempt.ArtifactPath(action.Name, path);
    }

    /// <summary>All that the manager said of the attempt.</summary>
    public ActionAssignment Assignment => Attempt.Assignment;
}
