using LitePipeline.Core;
using LitePipeline.Core.Storage;

namespace LitePipeline.Storage.Tests.Samples;

/// <summary>All that a store holds, as text.</summary>
internal static class Content
{
    public static async Task<string> OfAsync(IPipelineStore store)
    {
        var tasks = await ListAsync(new TaskQuery());
        var works = await ListAsync(new WorkQuery());
        return Text.Of(new
        {
            Snapshot = await store.LoadAsync(CancellationToken.None),
            Tasks = tasks,
            Actions = await ListAsync(new ActionQuery { Tasks = [.. tasks.Select(task => task.Id)] }),
            Artifacts = await ListAsync(new ArtifactQuery()),
            Cached = await ListAsync(new CacheQuery()),
            Works = works,
            Steps = await ListAsync(new WorkStepQuery { Works = [.. works.Select(work => work.Id)] }),
            Applications = await ListAsync(new ApplicationQuery()),
            Versions = await ListAsync(new ApplicationVersionQuery()),
            Venvs = await ListAsync(new VenvQuery()),
            VenvVersions = await ListAsync(new VenvVersionQuery()),
            Workflows = await ListAsync(new WorkflowQuery()),
            Schedules = await ListAsync(new ScheduleQuery()),
            Services = await ListAsync(new ServiceQuery()),
            Audit = await ListAsync(new AuditQuery()),
        });

        async Task<IReadOnlyList<T>> ListAsync<T>(StoreQuery<T> query)
        {
            Page<T> page = await store.QueryAsync(query, CancellationToken.None);
            Assert.Equal(page.Total, page.Items.Count);
            return page.Items;
        }
    }
}
