using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>Checks a host's pipelines before it starts, and deploys them when all of it has.</summary>
internal sealed class PipelineStart(PipelineDeployments deployments, IEnumerable<PipelineDefinition> added, IServiceProviderIsService known) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        deployments.HostStarts();
        foreach (var pipeline in added)
        {
            foreach (var (service, _) in pipeline.Services)
                if (!known.IsService(service)) throw new PipelineInvalidException(pipeline.Name, null, $"an action is run by {service}, which is not registered: add it to the services.");
        }

        return Task.CompletedTask;
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        deployments.HostStarted();
        if (deployments.Manager is null) return;
        foreach (var pipeline in deployments.Current) await deployments.DeployAsync(pipeline, cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
