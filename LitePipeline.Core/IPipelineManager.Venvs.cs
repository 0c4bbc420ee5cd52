using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Venvs;

namespace LitePipeline.Core;

public partial interface IPipelineManager
{
    /// <summary>Stores, inspects and registers a venv's package.</summary>
    /// <exception cref="PackageInvalidException">The package cannot be used.</exception>
    Task<VenvId> CreateVenvAsync(CreateVenvRequest request, Stream package, CancellationToken cancellationToken = default);

    /// <summary>Changes a venv; what the request leaves null stays, a package adds a version and makes it current.</summary>
    /// <param name="venv">The venv.</param>
    /// <param name="request">What to change.</param>
    /// <param name="package">The new package; null to keep the one that is current.</param>
    /// <param name="format">How that package is packed.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="PackageInvalidException">The package cannot be used.</exception>
    Task UpdateVenvAsync(VenvId venv, UpdatePackagedRequest request, Stream? package = null, PackageFormat format = PackageFormat.TarGz, CancellationToken cancellationToken = default);

    /// <summary>Lists venvs, newest first.</summary>
    Task<Page<VenvRecord>> ListVenvsAsync(VenvQuery query, CancellationToken cancellationToken = default);

    /// <summary>Describes one venv.</summary>
    Task<VenvRecord> GetVenvAsync(VenvId venv, CancellationToken cancellationToken = default);

    /// <summary>Opens a venv's package: the current version, or the one of a SHA-1.</summary>
    Task<PackageContent> OpenVenvPackageAsync(VenvId venv, string? sha1 = null, CancellationToken cancellationToken = default);

    /// <summary>Lists versions of venvs, newest first.</summary>
    Task<Page<VenvVersionRecord>> ListVenvVersionsAsync(VenvVersionQuery query, CancellationToken cancellationToken = default);

    /// <summary>Describes one version of a venv.</summary>
    Task<VenvVersionRecord> GetVenvVersionAsync(VenvId venv, long historyId, CancellationToken cancellationToken = default);

    /// <summary>Makes a version the current one: actions that start from now on run in it.</summary>
    Task ActivateVenvVersionAsync(VenvId venv, long historyId, CancellationToken cancellationToken = default);

    /// <summary>Removes a version from a venv's history; its package goes where nothing else needs it.</summary>
    Task DeleteVenvVersionAsync(VenvId venv, long historyId, CancellationToken cancellationToken = default);

    /// <summary>Removes a venv and its versions.</summary>
    Task DeleteVenvAsync(VenvId venv, CancellationToken cancellationToken = default);
}

/// <summary>What a venv is to be called.</summary>
/// <param name="Name">Its name, 1 to 255 characters.</param>
/// <param name="Format">How the package is packed.</param>
/// <param name="Description">What it is for.</param>
public sealed record CreateVenvRequest(string Name, PackageFormat Format, string Description = "")
{
    /// <summary>Its id, chosen by the caller so that a repeated request is recognised: the second one with the same content returns the same venv, another content is refused. Null to have one made.</summary>
    public VenvId? Id { get; init; }
}
