using LitePipeline.Core.Actions;
using LitePipeline.Core.Caching;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Venvs;

namespace LitePipeline.Core.Tasks;

/// <summary>Actions whose result may be known already: each is looked up when it is ready, and only then queued for a slot.</summary>
internal sealed partial class TaskMachine
{
    /// <summary>Looks up one action that is ready: it ends with the result that is kept, or is queued for a slot. False where none is left.</summary>
    /// <remarks>One at a time and not where it becomes ready, so that a chain of a hundred thousand hits is no recursion.</remarks>
    public bool TryLookUp(Step step)
    {
        if (!_lookUps.TryDequeue(out var action)) return false;
        // Something else may have been decided about it since.
        if (action is not { Stage: RunStage.Pending, Unmet: 0, IsQueued: false } || Ends(action.Task, action) || _tasks.GetValueOrDefault(action.Task.Id) != action.Task) return true;
        if (FindKept(action, step) is not { } kept || !TryTake(action, kept, step)) Queue(action);
        return true;
    }

    // A service's task that ended at once would be started again at once, for ever.
    private static bool MayBeCached(ActionRun action) => action is { IsEvent: false, Definition.Cache: true, Task.Record.Service: null };

    private CacheEntryRecord? FindKept(ActionRun action, Step step)
    {
        action.CacheKey = KeyOf(action, VenvReference.Of(action.Definition) is { } venv ? _venvs.Current(venv)?.Package : null);
        return _cache.Find(action.CacheKey, step);
    }

    private string KeyOf(ActionRun action, PackageReference? venv) =>
        CacheKey.Of(AssignmentWriter.For(action, _settings.DockerRegistry) with { Venv = venv }, _secrets.Of(action.Task.Record.Application));

    // While it waited for its slot, its venv may have got another version, and its application other secrets.
    private void KeyAsStarted(ActionRun action)
    {
        if (action.CacheKey is not null && (action.Venv is not null || _secrets.HasHad(action.Task.Record.Application))) action.CacheKey = KeyOf(action, action.Venv);
    }

    // What it generated then must fit this task, too; where it does not, the action runs and says so itself.
    private bool TryTake(ActionRun action, CacheEntryRecord kept, Step step)
    {
        var output = kept.Result.IsEmpty ? ActionOutput.Empty : DefinitionReader.ReadOutput(kept.Result.Utf8);
        if (!output.Actions.IsEmpty && action.Task.Graph!.FindProblem(output.Actions) is not null) return false;
        if (action.Task.State.Stage == RunStage.Recovering) Started(action.Task, step);
        Number(action);
        action.StartedAt = step.Now;
        action.LastNode = null;
        action.Cached = kept.Source;
        Finish(action, new ActionResult { ReturnCode = 0, Data = output.Data, Actions = output.Actions, Artifacts = kept.Artifacts }, null, step);
        return true;
    }

    private void KeepResult(ActionRun action, Step step)
    {
        if (!MayBeCached(action) || action.Cached is not null) return;
        // After a restart of the manager its input is known from the rows, but not which version of a venv it got, nor which secrets.
        var key = action.CacheKey ?? (VenvReference.Of(action.Definition) is null && !_secrets.HasHad(action.Task.Record.Application) ? KeyOf(action, null) : null);
        if (key is null) return;
        _cache.Keep(new CacheEntryRecord
        {
            Key = key,
            Sequence = 0,
            Application = action.Task.Record.Application,
            Source = new CacheSource(action.Task.Id, action.Name, step.Now),
            Result = action.Result,
            Artifacts = action.Artifacts,
        }, step);
    }

    private bool BeginFromCache(TaskRun task, Step step)
    {
        if (!task.Version.Plan.HasCachedRoot || task.Record.Service is not null) return false;
        Begin(task);
        if (!task.Version.Plan.Roots.Any(place => MayBeCached(task.Graph!.Actions[place]) && FindKept(task.Graph.Actions[place], step) is not null))
        {
            task.Graph = null;
            return false;
        }

        var queuedAt = task.State.UpdatedAt;
        Started(task, step);
        foreach (var place in task.Version.Plan.Roots) Enqueue(task.Graph!.Actions[place], queuedAt);
        return true;
    }
}
