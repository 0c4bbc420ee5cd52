using LitePipeline.Core.Manager;
using LitePipeline.Core.Packages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Manager;

/// <summary>
/// Offers every package that is kept to be discarded: a manager that was killed between an upload and its decision, or between a decision and the removal
/// that it brought, left one that nothing names and nobody would ever remove.
/// </summary>
internal sealed partial class PackageSweep(
    IPackageStore packages, ManagerQueue queue, IOptions<ManagerOptions> options, TimeProvider time, ILogger<PackageSweep> logger) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public void Start() => _running = RunAsync(_stop.Token);

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            // The nodes first say again what they hold: its artifacts may have come before the manager was killed.
            await Task.Delay(options.Value.NodeReturnTimeout, time, cancellationToken);
            // The machine knows what is needed, and what it gives up is not removed while an upload is under way that may need it.
            await foreach (var sha256 in packages.ListAsync(cancellationToken)) await queue.PostAsync(new ManagerInput.DiscardPackage(sha256), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The manager stops; the next one does it.
        }
        catch (Exception exception)
        {
            LogNotSwept(exception);
        }
    }

    [LoggerMessage(1011, LogLevel.Warning, "The packages could not be listed; those that nothing needs are kept until the next start")]
    private partial void LogNotSwept(Exception exception);
}
