using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Hosting.Manager.Duties;

/// <summary>Removes the oldest finished tasks that have artifacts, with their works, while all artifacts take more bytes than they may.</summary>
internal sealed class ArtifactCleaner(IPipelineStore store, RunRemover remover, long most)
{
    private const int Batch = 100;

    /// <returns>How many tasks have gone.</returns>
    public async Task<int> CleanAsync(CancellationToken cancellationToken)
    {
        var (removed, passed) = (0, 0);
        // What is freed is measured again after each few tasks: others may have the same content.
        while (await IsTooMuchAsync(cancellationToken))
        {
            var artifacts = await store.QueryAsync(new ArtifactQuery { Offset = passed, Limit = Batch }, cancellationToken);
            if (artifacts.Items.Count == 0) break;
            foreach (var owner in artifacts.Items.GroupBy(artifact => artifact.Task))
            {
                var found = await store.QueryAsync(new TaskQuery { Id = owner.Key, Limit = 1 }, cancellationToken);
                var gone = found.Items is [{ State.Stage: RunStage.Finished } task] ? await remover.RemoveAsync(task, withWork: true, cancellationToken) : 0;
                if (gone == 0) passed += owner.Count();
                removed += gone;
                if (gone > 0 && !await IsTooMuchAsync(cancellationToken)) return removed;
            }
        }

        return removed;
    }

    private async Task<bool> IsTooMuchAsync(CancellationToken cancellationToken) =>
        (await store.QueryAsync(new ArtifactBytesQuery(), cancellationToken)).Items[0] > most;
}
