using LitePipeline.Core;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    public async Task<Page<ArtifactRecord>> ListArtifactsAsync(ArtifactQuery query, CancellationToken cancellationToken = default)
    {
        await FindTaskAsync(query.Task ?? throw ArtifactQuery.LacksTask(), cancellationToken);
        return await store.QueryAsync(RequestRules.Checked(query), cancellationToken);
    }

    public async Task<ArtifactContent> OpenArtifactAsync(TaskId task, string action, string path, CancellationToken cancellationToken = default)
    {
        await FindTaskAsync(task, cancellationToken);
        var found = await store.QueryAsync(new ArtifactQuery { Task = task, Action = action, Path = path, Limit = 1 }, cancellationToken);
        if (found.Items.Count == 0)
            throw Refused(ErrorCode.ArtifactNotExists, $"The task {task} has no artifact '{path}' of an action '{action}'; list its artifacts to find the right one. An action's artifacts are there once it has succeeded.", "path");
        try
        {
            return new ArtifactContent(found.Items[0], await packages.OpenReadAsync(found.Items[0].Sha256, cancellationToken));
        }
        catch (FileNotFoundException)
        {
            // Its task was removed just now, or somebody has removed the file from the store's folder.
            throw Refused(ErrorCode.ArtifactNotExists, $"The package store does not have the artifact '{path}' any more; rerun the task to have it made anew.", "path");
        }
    }
}
