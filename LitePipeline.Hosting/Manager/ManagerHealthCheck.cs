using LitePipeline.Core.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LitePipeline.Hosting.Manager;

/// <summary>Healthy when the loop runs and the store answers.</summary>
internal sealed class ManagerHealthCheck(ManagerService manager, IPipelineStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!manager.IsRunning) return HealthCheckResult.Unhealthy("The manager does not run.");
        try
        {
            await store.QueryAsync(new ApplicationQuery { Limit = 1 }, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The manager's store does not answer.", exception);
        }
    }
}
