using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.Core;
using LitePipeline.Core.Packages;

namespace LitePipeline.AspNetCore.Api.Packaged;

/// <summary>What applications and venvs have in common: a package with versions. The routes of both are written once, over this.</summary>
internal abstract class PackagedKind<TRecord, TVersion>
{
    /// <summary>What it is called in answers to people.</summary>
    public abstract string Noun { get; }

    public abstract Task<Guid> CreateAsync(IPipelineManager manager, Guid? id, PackageUpload upload, CancellationToken cancellationToken);

    public abstract Task UpdateAsync(IPipelineManager manager, Guid id, UpdatePackagedRequest request, PackageUpload upload, CancellationToken cancellationToken);

    public abstract Task<Page<TRecord>> ListAsync(IPipelineManager manager, PackagedFilter filter, CancellationToken cancellationToken);

    public abstract Task<TRecord> GetAsync(IPipelineManager manager, Guid id, CancellationToken cancellationToken);

    public abstract Task<PackageContent> OpenAsync(IPipelineManager manager, Guid id, string? sha1, CancellationToken cancellationToken);

    public abstract Task<Page<TVersion>> ListVersionsAsync(IPipelineManager manager, VersionFilter filter, CancellationToken cancellationToken);

    public abstract Task<TVersion> GetVersionAsync(IPipelineManager manager, Guid id, long number, CancellationToken cancellationToken);

    public abstract Task ActivateAsync(IPipelineManager manager, Guid id, long number, CancellationToken cancellationToken);

    public abstract Task DeleteVersionAsync(IPipelineManager manager, Guid id, long number, CancellationToken cancellationToken);

    public abstract Task DeleteAsync(IPipelineManager manager, Guid id, CancellationToken cancellationToken);

    /// <summary>Where one stands in the list.</summary>
    public abstract long Position(TRecord one);

    /// <summary>Where a version stands in the list of versions.</summary>
    public abstract long Position(TVersion version);

    /// <summary>The name that a form gives.</summary>
    protected string Name(PackageUpload upload) => upload.Required("name", $"the {Noun}'s name");

    protected static string Description(PackageUpload upload) => upload.Field("description") ?? "";
}

/// <summary>Which applications or venvs are wanted.</summary>
internal sealed record PackagedFilter(int Offset, int Limit, long? After, string? Name, Guid? Id);

/// <summary>Which versions are wanted.</summary>
internal sealed record VersionFilter(int Offset, int Limit, long? After, Guid? Of, string? Sha1 = null, string? Sha256 = null, long? Number = null);
