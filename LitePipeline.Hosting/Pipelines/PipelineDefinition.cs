using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Hosting.Node;
using LitePipeline.Hosting.Packages;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>A pipeline that is written in code: the configuration that it compiles to, and the handlers that run it.</summary>
public abstract class PipelineDefinition
{
    private protected PipelineDefinition(PipelineParts parts, string description, ApplicationDefinition application)
    {
        (Name, Version, Description) = (parts.Name, parts.Version, description);
        (Handlers, Services) = ([.. parts.Handlers], parts.Services);
        try
        {
            // What is generated keeps to the same rules, which are told now rather than when it runs.
            _ = DefinitionReader.ReadApplication(ConfigurationWriter.Write(application with { Actions = [.. application.Actions, .. parts.Generated()] }));
            Configuration = ConfigurationWriter.Write(application);
            Application = DefinitionReader.ReadApplication(Configuration);
        }
        catch (DefinitionInvalidException invalid)
        {
            throw new PipelineInvalidException(Name, null, invalid.Message, invalid);
        }
    }

    /// <summary>The name: the application's, and how it is asked for.</summary>
    public string Name { get; }

    /// <summary>Tells it from other versions in the same hosts; null for none.</summary>
    public string? Version { get; }

    /// <summary>What it is for.</summary>
    public string Description { get; }

    /// <summary>The application that it is for a manager.</summary>
    public ApplicationDefinition Application { get; }

    internal byte[] Configuration { get; }

    internal IReadOnlyList<ActionHandlerRegistration> Handlers { get; }

    internal IReadOnlyDictionary<Type, Action<IServiceCollection>?> Services { get; }

    /// <summary>Puts a pipeline together, for whoever packs or inspects it without a host.</summary>
    /// <param name="name">The application's name, 1 to 255 characters.</param>
    /// <param name="types">Has the metadata of all inputs and outputs: a <c>JsonSerializerContext</c>, or several combined.</param>
    /// <param name="build">Adds the actions and returns the step whose value is the pipeline's.</param>
    /// <exception cref="PipelineInvalidException">It cannot be used.</exception>
    public static PipelineDefinition<TInput, TOutput> Create<TInput, TOutput>(string name, IJsonTypeInfoResolver types, Func<PipelineBuilder<TInput, TOutput>, Step<TOutput>> build)
    {
        ArgumentNullException.ThrowIfNull(types);
        return Create(name, PipelineJson.Of(name, types), build);
    }

    /// <summary>As the other, with values that become JSON by reflection.</summary>
    /// <inheritdoc cref="Create{TInput, TOutput}(string, IJsonTypeInfoResolver, Func{PipelineBuilder{TInput, TOutput}, Step{TOutput}})"/>
    [RequiresUnreferencedCode(PipelineJson.Reflection)]
    [RequiresDynamicCode(PipelineJson.Reflection)]
    public static PipelineDefinition<TInput, TOutput> Create<TInput, TOutput>(string name, Func<PipelineBuilder<TInput, TOutput>, Step<TOutput>> build) =>
        Create(name, PipelineJson.ByReflection(name), build);

    private static PipelineDefinition<TInput, TOutput> Create<TInput, TOutput>(string name, PipelineJson json, Func<PipelineBuilder<TInput, TOutput>, Step<TOutput>> build)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(build);
        return new PipelineBuilder<TInput, TOutput>(name, json).Build(build);
    }
}

/// <summary>A pipeline that is written in code, and what its input and output are.</summary>
/// <typeparam name="TInput">The input of each task.</typeparam>
/// <typeparam name="TOutput">What the output's action returns.</typeparam>
public sealed class PipelineDefinition<TInput, TOutput> : PipelineDefinition
{
    private PipelineDefinition(PipelineParts parts, TypeJson<TInput> input, Step<TOutput> output, string description, ApplicationDefinition application) : base(parts, description, application) =>
        (Input, Output) = (input, output.Json);

    internal static PipelineDefinition<TInput, TOutput> Of(PipelineParts parts, TypeJson<TInput> input, Step<TOutput> output, string description, ApplicationDefinition application) =>
        new(parts, input, output, description, application);

    internal TypeJson<TInput> Input { get; }

    internal ValueJson<TOutput> Output { get; }
}
