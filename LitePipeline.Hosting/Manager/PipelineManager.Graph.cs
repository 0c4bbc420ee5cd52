using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Graph;
using LitePipeline.Core.Statistics;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Hosting.Manager;

internal sealed partial class PipelineManager
{
    public async Task<TaskGraphView> GetTaskGraphAsync(TaskId task, CancellationToken cancellationToken = default)
    {
        // The task first: what its rows tell is then never older than what is said of the task.
        var record = await FindTaskAsync(task, cancellationToken);
        var actions = await store.QueryAsync(new ActionQuery { Tasks = [task] }, cancellationToken);
        return TaskGraphDrawing.Draw(record, await FindDefinitionAsync(record, cancellationToken), actions.Items);
    }

    public Task<StatisticsView> GetStatisticsAsync(StatisticsQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Task.FromResult(statistics.Read(query));
    }

    private async Task<ApplicationDefinition?> FindDefinitionAsync(TaskRecord task, CancellationToken cancellationToken)
    {
        var versions = await store.QueryAsync(new ApplicationVersionQuery { Application = task.Application, Sha1 = task.Version, Limit = 1 }, cancellationToken);
        try
        {
            return versions.Items is [var version] ? DefinitionReader.ReadApplication(version.Configuration.Utf8) : null;
        }
        catch (DefinitionInvalidException)
        {
            // An older LitePipeline let it in, and it cannot run any more.
            return null;
        }
    }
}
