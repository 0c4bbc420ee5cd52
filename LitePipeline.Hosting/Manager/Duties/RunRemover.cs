using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;

namespace LitePipeline.Hosting.Manager.Duties;

/// <summary>Removes finished tasks and works, one command after the other, as a user would.</summary>
internal sealed class RunRemover(IPipelineStore store, IPipelineManager manager)
{
    /// <summary>Removes a task that is of no work, or where that may go, all of its finished work.</summary>
    /// <returns>How many tasks have gone.</returns>
    public async Task<int> RemoveAsync(TaskRecord task, bool withWork, CancellationToken cancellationToken)
    {
        if (task.Work is { } id && (await store.QueryAsync(new WorkQuery { Id = id, Limit = 1 }, cancellationToken)).Items is [var work])
            return withWork && work.State.Stage == RunStage.Finished ? await RemoveAsync(work, cancellationToken) : 0;
        return await TryAsync(() => manager.DeleteTaskAsync(task.Id, cancellationToken)) ? 1 : 0;
    }

    /// <summary>Removes a work with its tasks.</summary>
    /// <returns>How many tasks have gone.</returns>
    public async Task<int> RemoveAsync(WorkRecord work, CancellationToken cancellationToken)
    {
        // The tasks first: once the work has gone, nothing would lead to them but their age.
        var tasks = await store.QueryAsync(new TaskQuery { Work = work.Id }, cancellationToken);
        var removed = 0;
        foreach (var task in tasks.Items)
            if (await TryAsync(() => manager.DeleteTaskAsync(task.Id, cancellationToken))) removed++;
        await TryAsync(() => manager.DeleteWorkAsync(work.Id, cancellationToken));
        return removed;
    }

    /// <summary>Removes something; false where it was refused: somebody may have run it again, made it current or removed it since it was looked up.</summary>
    public static async Task<bool> TryAsync(Func<Task> remove)
    {
        try
        {
            await remove();
            return true;
        }
        catch (RequestRefusedException)
        {
            return false;
        }
    }
}
