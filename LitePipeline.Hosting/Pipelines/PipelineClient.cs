using LitePipeline.Core;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>A pipeline by the manager of this host.</summary>
internal sealed class PipelineClient<TInput, TOutput>(PipelineDefinition<TInput, TOutput> pipeline, PipelineDeployments deployments) : IPipeline<TInput, TOutput>
{
    public string Name => pipeline.Name;

    public async Task<TOutput> RunAsync(TInput input, PipelineRunOptions? options = null, CancellationToken cancellationToken = default) =>
        await (await SubmitAsync(input, options, cancellationToken)).WaitAsync(cancellationToken);

    public async Task<PipelineRun<TOutput>> SubmitAsync(TInput input, PipelineRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var application = await deployments.DeployAsync(pipeline, cancellationToken);
        var request = new SubmitTaskRequest(application, options?.Name ?? pipeline.Name, pipeline.Input.Write(input), options?.Priority ?? 0) { Id = options?.Id };
        return Find(await Manager.SubmitTaskAsync(request, cancellationToken));
    }

    public PipelineRun<TOutput> Find(TaskId task) => new(Manager, task, pipeline.Application.OutputAction, pipeline.Output);

    private IPipelineManager Manager => deployments.Manager ?? throw PipelineDeployments.NoManager(pipeline.Name);
}
