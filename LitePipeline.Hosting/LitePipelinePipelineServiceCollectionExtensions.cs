using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using LitePipeline.Core.Actions;
using LitePipeline.Hosting.Executors;
using LitePipeline.Hosting.Node;
using LitePipeline.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds pipelines that are written in code.</summary>
public static class LitePipelinePipelineServiceCollectionExtensions
{
    /// <summary>
    /// Adds a pipeline to a host. Where the host has a node, the node runs its actions; where it has an <c>IPipelineManager</c>, of its own or of a remote
    /// manager, the pipeline is deployed when the host starts, and <see cref="IPipeline{TInput, TOutput}"/> runs it. The same definition
    /// deployed again changes nothing.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The pipeline's name, 1 to 255 characters: the application's, and the key of the <see cref="IPipeline{TInput, TOutput}"/>. One name added twice, with another <see cref="PipelineBuilder{TInput, TOutput}.Version"/>, is run in the last one; of those before it only the actions are kept, for tasks that began with them.</param>
    /// <param name="types">Has the metadata of all inputs and outputs: a <c>JsonSerializerContext</c>, or several combined.</param>
    /// <param name="build">Adds the actions and returns the step whose value is the pipeline's. It is called at once.</param>
    /// <exception cref="PipelineInvalidException">It cannot be used.</exception>
    public static IServiceCollection AddPipeline<TInput, TOutput>(
        this IServiceCollection services, string name, IJsonTypeInfoResolver types, Func<PipelineBuilder<TInput, TOutput>, Step<TOutput>> build) =>
        services.AddPipeline(PipelineDefinition.Create(name, types, build));

    /// <summary>As the other, with values that become JSON by reflection.</summary>
    /// <inheritdoc cref="AddPipeline{TInput, TOutput}(IServiceCollection, string, IJsonTypeInfoResolver, Func{PipelineBuilder{TInput, TOutput}, Step{TOutput}})"/>
    [RequiresUnreferencedCode(PipelineJson.Reflection)]
    [RequiresDynamicCode(PipelineJson.Reflection)]
    public static IServiceCollection AddPipeline<TInput, TOutput>(this IServiceCollection services, string name, Func<PipelineBuilder<TInput, TOutput>, Step<TOutput>> build) =>
        services.AddPipeline(PipelineDefinition.Create(name, build));

    /// <summary>As the other, with a pipeline that was put together before.</summary>
    /// <exception cref="PipelineInvalidException">There is another one of this name and version.</exception>
    public static IServiceCollection AddPipeline<TInput, TOutput>(this IServiceCollection services, PipelineDefinition<TInput, TOutput> pipeline)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(pipeline);
        if (services.Any(service => service.ImplementationInstance is PipelineDefinition other && other.Name == pipeline.Name && other.Version == pipeline.Version))
            throw new PipelineInvalidException(pipeline.Name, null, "it is added twice; give it another name, or the new one another Version.");
        services.AddSingleton<PipelineDefinition>(pipeline);
        AddHandlers(services, pipeline);
        AddClient(services, pipeline);
        services.AddLogging();
        services.TryAddSingleton<PipelineDeployments>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PipelineStart>());
        return services;
    }

    private static void AddHandlers(IServiceCollection services, PipelineDefinition pipeline)
    {
        foreach (var handler in pipeline.Handlers)
        {
            if (services.Any(service => service.ImplementationInstance is ActionHandlerRegistration other && other.Name == handler.Name))
                throw new PipelineInvalidException(pipeline.Name, null, $"another part of the host has a handler named '{handler.Name}' already; give the pipeline another name.");
            services.AddSingleton(handler);
        }

        foreach (var add in pipeline.Services.Values) add?.Invoke(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IActionExecutor, HandlerExecutor>());
    }

    private static void AddClient<TInput, TOutput>(IServiceCollection services, PipelineDefinition<TInput, TOutput> pipeline)
    {
        services.AddKeyedSingleton<IPipeline<TInput, TOutput>>(pipeline.Name, (provider, _) => Client<TInput, TOutput>(provider, pipeline.Name));
        services.TryAddSingleton<IPipeline<TInput, TOutput>>(provider => Client<TInput, TOutput>(provider, OnlyName<TInput, TOutput>(provider)));
    }

    private static PipelineClient<TInput, TOutput> Client<TInput, TOutput>(IServiceProvider provider, string name)
    {
        var deployments = provider.GetRequiredService<PipelineDeployments>();
        return deployments.Find(name) is PipelineDefinition<TInput, TOutput> pipeline
            ? new PipelineClient<TInput, TOutput>(pipeline, deployments)
            : throw new InvalidOperationException($"The pipeline '{name}' is now another one than from {typeof(TInput).Name} to {typeof(TOutput).Name}: ask for the one that was added last.");
    }

    private static string OnlyName<TInput, TOutput>(IServiceProvider provider)
    {
        var names = provider.GetRequiredService<PipelineDeployments>().Current.OfType<PipelineDefinition<TInput, TOutput>>().Select(pipeline => pipeline.Name).ToArray();
        return names is [var only] ? only : throw new InvalidOperationException(
            $"There are {names.Length} pipelines from {typeof(TInput).Name} to {typeof(TOutput).Name} ({string.Join(", ", names)}): ask for one by its name, such as [FromKeyedServices(\"{names.FirstOrDefault() ?? "name"}\")].");
    }
}
