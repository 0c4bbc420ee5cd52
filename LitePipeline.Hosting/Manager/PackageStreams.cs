using LitePipeline.Core.Packages;
using LitePipeline.Core.Transport;

namespace LitePipeline.Hosting.Manager;

/// <summary>Gives nodes the packages and the artifacts that they ask for.</summary>
internal sealed class PackageStreams(IPackageStore packages) : IStreamProvider
{
    public async Task WriteAsync(StreamRequest request, Stream destination, CancellationToken cancellationToken)
    {
        if (request is not StreamRequest.Package package) throw new StreamRefusedException($"A manager has no {request.GetType().Name} to give.");
        try
        {
            await using var content = await packages.OpenReadAsync(package.Sha256, cancellationToken);
            await content.CopyToAsync(destination, cancellationToken);
        }
        catch (FileNotFoundException missing)
        {
            throw new StreamRefusedException($"The manager does not have the content {package.Sha256}; its application or venv was removed, or that version of it, or the task that it was an artifact of.", missing);
        }
    }
}
