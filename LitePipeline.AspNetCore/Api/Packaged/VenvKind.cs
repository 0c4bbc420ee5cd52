using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Venvs;

namespace LitePipeline.AspNetCore.Api.Packaged;

/// <summary>Venvs, as things with packages.</summary>
internal sealed class VenvKind : PackagedKind<VenvRecord, VenvVersionRecord>
{
    public override string Noun => "venv";

    public override async Task<Guid> CreateAsync(IPipelineManager manager, Guid? id, PackageUpload upload, CancellationToken cancellationToken) =>
        (await manager.CreateVenvAsync(new CreateVenvRequest(Name(upload), upload.Format, Description(upload)) { Id = id is { } chosen ? new VenvId(chosen) : null }, upload.Content!, cancellationToken)).Value;

    public override Task UpdateAsync(IPipelineManager manager, Guid id, UpdatePackagedRequest request, PackageUpload upload, CancellationToken cancellationToken) =>
        manager.UpdateVenvAsync(new VenvId(id), request, upload.Content, upload.Format, cancellationToken);

    public override Task<Page<VenvRecord>> ListAsync(IPipelineManager manager, PackagedFilter filter, CancellationToken cancellationToken) =>
        manager.ListVenvsAsync(new VenvQuery { Offset = filter.Offset, Limit = filter.Limit, After = filter.After, Name = filter.Name, Id = filter.Id is { } id ? new VenvId(id) : null }, cancellationToken);

    public override Task<VenvRecord> GetAsync(IPipelineManager manager, Guid id, CancellationToken cancellationToken) =>
        manager.GetVenvAsync(new VenvId(id), cancellationToken);

    public override Task<PackageContent> OpenAsync(IPipelineManager manager, Guid id, string? sha1, CancellationToken cancellationToken) =>
        manager.OpenVenvPackageAsync(new VenvId(id), sha1, cancellationToken);

    public override Task<Page<VenvVersionRecord>> ListVersionsAsync(IPipelineManager manager, VersionFilter filter, CancellationToken cancellationToken) =>
        manager.ListVenvVersionsAsync(new VenvVersionQuery
        {
            Offset = filter.Offset,
            Limit = filter.Limit,
            After = filter.After,
            Venv = filter.Of is { } id ? new VenvId(id) : null,
            Sha1 = filter.Sha1,
            Sha256 = filter.Sha256,
            HistoryId = filter.Number,
        }, cancellationToken);

    public override Task<VenvVersionRecord> GetVersionAsync(IPipelineManager manager, Guid id, long number, CancellationToken cancellationToken) =>
        manager.GetVenvVersionAsync(new VenvId(id), number, cancellationToken);

    public override Task ActivateAsync(IPipelineManager manager, Guid id, long number, CancellationToken cancellationToken) =>
        manager.ActivateVenvVersionAsync(new VenvId(id), number, cancellationToken);

    public override Task DeleteVersionAsync(IPipelineManager manager, Guid id, long number, CancellationToken cancellationToken) =>
        manager.DeleteVenvVersionAsync(new VenvId(id), number, cancellationToken);

    public override Task DeleteAsync(IPipelineManager manager, Guid id, CancellationToken cancellationToken) =>
        manager.DeleteVenvAsync(new VenvId(id), cancellationToken);

    public override long Position(VenvRecord one) => one.Sequence;

    public override long Position(VenvVersionRecord version) => version.HistoryId;
}
