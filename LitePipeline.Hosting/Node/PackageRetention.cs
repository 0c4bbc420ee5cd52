using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Node;

/// <summary>Removes unpacked packages that have not been used for long. How much room they take is kept by the cache itself, when one comes.</summary>
internal sealed partial class PackageRetention(PackageCache cache, IOptions<NodeOptions> options, TimeProvider time, ILogger<PackageRetention> logger)
    : Housekeeping(options.Value, time)
{
    private readonly NodeOptions _options = options.Value;

    protected override bool HasLimits => _options.PackageCacheMaxAge is not null;

    protected override void Tidy(CancellationToken cancellationToken)
    {
        if (_options.PackageCacheMaxAge is { } age) cache.RemoveUnused(age);
    }

    [LoggerMessage(2202, LogLevel.Warning, "The unpacked packages could not be looked through; it is tried again at the next time.")]
    protected override partial void LogFailed(Exception failure);
}
