using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;
using LitePipeline.Hosting.Packages;

namespace LitePipeline.Hosting.Manager;

/// <summary>The manager in this process: commands become inputs of the one queue, questions go to the store.</summary>
internal sealed partial class PipelineManager(
    ManagerQueue queue,
    IPipelineStore store,
    IPackageStore packages,
    PackageGate gate,
    NodeSessions sessions,
    PipelineEvents events,
    EndWaiters<TaskId> taskWaiters,
    EndWaiters<WorkId> workWaiters,
    TaskSubmissions submissions,
    FinishedRuns finished,
    RequestRules rules) : IPipelineManager
{
    public IObservable<PipelineEvent> Events => events;

    public async Task<AppId> CreateApplicationAsync(CreateApplicationRequest request, Stream package, CancellationToken cancellationToken = default)
    {
        RequestRules.CheckName(request.Name, "name");
        using var upload = await gate.EnterAsync(cancellationToken);
        var saved = await packages.SaveAsync(package, request.Format, cancellationToken);
        var (configuration, definition) = await ReadOrRemoveAsync(saved, cancellationToken);
        gate.Keep(saved.Sha256);
        var id = new AppId(Guid.CreateVersion7());
        await queue.AskAsync(new ManagerInput.CreateApplication(id, request.Name, request.Description, saved, JsonData.FromTrusted(configuration), definition), cancellationToken);
        return id;
    }

    public Task<Page<ApplicationRecord>> ListApplicationsAsync(ApplicationQuery query, CancellationToken cancellationToken = default) =>
        store.QueryAsync(RequestRules.Checked(query), cancellationToken);

    public async Task<ApplicationRecord> GetApplicationAsync(AppId application, CancellationToken cancellationToken = default)
    {
        var found = await store.QueryAsync(new ApplicationQuery { Id = application, Limit = 1 }, cancellationToken);
        return found.Items.Count == 1 ? found.Items[0] : throw Refused(ErrorCode.AppNotExists, $"There is no application {application}; list the applications to find the right id.", "app_id");
    }

    public async Task<PackageContent> OpenPackageAsync(AppId application, string? sha1 = null, CancellationToken cancellationToken = default)
    {
        var package = (await GetApplicationAsync(application, cancellationToken)).Package;
        if (sha1 is not null && sha1 != package.Sha1)
        {
            var versions = await store.QueryAsync(new ApplicationVersionQuery { Application = application, Sha1 = sha1, Limit = 1 }, cancellationToken);
            package = versions.Items.Count == 1
                ? versions.Items[0].Package
                : throw Refused(ErrorCode.AppHistoryNotExists, $"The application {application} has no version {sha1}; list its history to find the right one.", "sha1");
        }

        return new PackageContent(package, await packages.OpenReadAsync(package.Sha256, cancellationToken));
    }

    public async Task DeleteApplicationAsync(AppId application, CancellationToken cancellationToken = default) =>
        await queue.AskAsync(new ManagerInput.DeleteApplication(application), cancellationToken);

    public async Task<ClusterView> GetClusterAsync(CancellationToken cancellationToken = default) =>
        (ClusterView)(await queue.AskAsync(new ManagerInput.DescribeCluster(), cancellationToken))!;

    // A refused upload leaves no trace, and neither does one whose caller went away.
    private async Task<(ReadOnlyMemory<byte> Text, ApplicationDefinition Definition)> ReadOrRemoveAsync(PackageReference package, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await packages.OpenReadAsync(package.Sha256, cancellationToken);
            var text = (await PackageArchive.InspectAsync(content, package.Format, cancellationToken: cancellationToken)).Configuration;
            var definition = DefinitionReader.ReadApplication(text);
            CommandRules.Check(definition);
            return (text, definition);
        }
        catch
        {
            await RemoveUnlessNeededAsync(package);
            throw;
        }
    }

    // The same file may be in use already.
    private async Task RemoveUnlessNeededAsync(PackageReference saved)
    {
        var versions = await store.QueryAsync(new ApplicationVersionQuery { Sha256 = saved.Sha256, Limit = 1 }, CancellationToken.None);
        if (versions.Items.Count == 0) gate.Remove(saved.Sha256);
    }

    private static RequestRefusedException Refused(ErrorCode code, string message, string field) => new(new Refusal(code, message, field));
}
