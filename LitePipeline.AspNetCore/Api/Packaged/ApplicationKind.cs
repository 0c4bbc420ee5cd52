using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Storage;

namespace LitePipeline.AspNetCore.Api.Packaged;

/// <summary>Applications, as things with packages.</summary>
internal sealed class ApplicationKind : PackagedKind<ApplicationRecord, ApplicationVersionRecord>
{
    public override string Noun => "application";

    public override async Task<Guid> CreateAsync(IPipelineManager manager, Guid? id, PackageUpload upload, CancellationToken cancellationToken) =>
        (await manager.CreateApplicationAsync(new CreateApplicationRequest(Name(upload), upload.Format, Description(upload)) { Id = id is { } chosen ? new AppId(chosen) : null }, upload.Content!, cancellationToken)).Value;

    public override Task UpdateAsync(IPipelineManager manager, Guid id, UpdatePackagedRequest request, PackageUpload upload, CancellationToken cancellationToken) =>
        manager.UpdateApplicationAsync(new AppId(id), request, upload.Content, upload.Format, cancellationToken);

    public override Task<Page<ApplicationRecord>> ListAsync(IPipelineManager manager, PackagedFilter filter, CancellationToken cancellationToken) =>
        manager.ListApplicationsAsync(new ApplicationQuery { Offset = filter.Offset, Limit = filter.Limit, After = filter.After, Name = filter.Name, Id = filter.Id is { } id ? new AppId(id) : null }, cancellationToken);

    public override Task<ApplicationRecord> GetAsync(IPipelineManager manager, Guid id, CancellationToken cancellationToken) =>
        manager.GetApplicationAsync(new AppId(id), cancellationToken);

    public override Task<PackageContent> OpenAsync(IPipelineManager manager, Guid id, string? sha1, CancellationToken cancellationToken) =>
        manager.OpenPackageAsync(new AppId(id), sha1, cancellationToken);

    public override Task<Page<ApplicationVersionRecord>> ListVersionsAsync(IPipelineManager manager, VersionFilter filter, CancellationToken cancellationToken) =>
        manager.ListApplicationVersionsAsync(new ApplicationVersionQuery
        {
            Offset = filter.Offset,
            Limit = filter.Limit,
            After = filter.After,
            Application = filter.Of is { } id ? new AppId(id) : null,
            Sha1 = filter.Sha1,
            Sha256 = filter.Sha256,
            HistoryId = filter.Number,
        }, cancellationToken);

    public override Task<ApplicationVersionRecord> GetVersionAsync(IPipelineManager manager, Guid id, long number, CancellationToken cancellationToken) =>
        manager.GetApplicationVersionAsync(new AppId(id), number, cancellationToken);

    public override Task ActivateAsync(IPipelineManager manager, Guid id, long number, CancellationToken cancellationToken) =>
        manager.ActivateApplicationVersionAsync(new AppId(id), number, cancellationToken);

    public override Task DeleteVersionAsync(IPipelineManager manager, Guid id, long number, CancellationToken cancellationToken) =>
        manager.DeleteApplicationVersionAsync(new AppId(id), number, cancellationToken);

    public override Task DeleteAsync(IPipelineManager manager, Guid id, CancellationToken cancellationToken) =>
        manager.DeleteApplicationAsync(new AppId(id), cancellationToken);

    public override long Position(ApplicationRecord one) => one.Sequence;

    public override long Position(ApplicationVersionRecord version) => version.HistoryId;
}
