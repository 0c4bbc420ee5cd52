using System.Diagnostics.CodeAnalysis;
using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>Puts a pipeline together: actions, and what each gets from those before it.</summary>
/// <remarks>
/// An action refers to the steps whose values it takes, and these exist before it, so no cycle can be written. It is compiled to the same
/// configuration as a package has. What an action does may run on any node of the cluster that has added the same pipeline: keep its
/// delegate <c>static</c>, and take what it needs from its inputs and from services.
/// </remarks>
/// <typeparam name="TInput">The input of each task.</typeparam>
/// <typeparam name="TOutput">What the output's action returns.</typeparam>
public sealed partial class PipelineBuilder<TInput, TOutput>
{
    private readonly PipelineParts _parts;
    private readonly TypeJson<TInput> _inputJson;
    private ActionDefinition? _onSuccess, _onFail;
    private Step<TOutput>? _output;

    internal PipelineBuilder(string name, PipelineJson json)
    {
        _parts = new PipelineParts(name, json);
        _inputJson = json.Of<TInput>(action: null);
        Input = new InputStep<TInput>(_parts, _inputJson);
    }

    /// <summary>The task's input; every action may take it.</summary>
    public InputStep<TInput> Input { get; }

    /// <summary>What the application is for, for people.</summary>
    public string Description { get; set; } = "";

    /// <summary>How many tasks of it may run at once; null for any number.</summary>
    public int? MaxRunningTasks { get; set; }

    /// <summary>Tells what its actions do from what those of another version of the pipeline do, so that a host may have both; null for none. Set it before the first action.</summary>
    /// <exception cref="PipelineInvalidException">There are actions already.</exception>
    public string? Version
    {
        get => _parts.Version;
        set
        {
            if (_parts.Handlers.Count > 0) throw new PipelineInvalidException(_parts.Name, null, "its version is set after its first action; set it before.");
            _parts.Version = value;
        }
    }

    /// <summary>Runs after every action has succeeded; the task has succeeded, whatever it does.</summary>
    public void OnSuccess(Func<TOutput, ActionContext, Task> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        HandleSuccess(needsScope: false, (output, context, _) => run(output, context));
    }

    /// <summary>As the other, by a service of a scope of its own.</summary>
    public void OnSuccess<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(Func<TService, TOutput, ActionContext, Task> run) where TService : class
    {
        ArgumentNullException.ThrowIfNull(run);
        Need<TService>();
        HandleSuccess(needsScope: true, (output, context, services) => run(services.GetRequiredService<TService>(), output, context));
    }

    /// <summary>Runs after the task has failed or was stopped.</summary>
    public void OnFail(Func<FailedTask, ActionContext, Task> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        HandleFail(needsScope: false, (failed, context, _) => run(failed, context));
    }

    /// <summary>As the other, by a service of a scope of its own.</summary>
    public void OnFail<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(Func<TService, FailedTask, ActionContext, Task> run) where TService : class
    {
        ArgumentNullException.ThrowIfNull(run);
        Need<TService>();
        HandleFail(needsScope: true, (failed, context, services) => run(services.GetRequiredService<TService>(), failed, context));
    }

    internal PipelineDefinition<TInput, TOutput> Build(Func<PipelineBuilder<TInput, TOutput>, Step<TOutput>> build)
    {
        _output = build(this) ?? throw new PipelineInvalidException(_parts.Name, null, "it has no output; return the step whose value is the pipeline's.");
        _parts.CheckOwn("output", _output);
        if (_output.Conditions.FirstOrDefault() is null) throw new PipelineInvalidException(_parts.Name, null, "its output is its input; return the step of an action.");
        var actions = _parts.Compile(_output);
        return PipelineDefinition<TInput, TOutput>.Of(_parts, _inputJson, _output, Description, new ApplicationDefinition
        {
            Actions = [.. actions],
            // Known only now: results that nobody but the caller uses are put together by an action of their own.
            OutputAction = _output.Conditions.First(),
            MaxRunningTasks = MaxRunningTasks,
            InputSchema = InputSchemaWriter.Of(_inputJson),
            OnSuccess = _onSuccess,
            OnFail = _onFail,
        });
    }

    private void HandleSuccess(bool needsScope, Func<TOutput, ActionContext, IServiceProvider, Task> run) =>
        _onSuccess = HandleEvent(ApplicationDefinition.SuccessEvent, needsScope, (context, services) =>
            run(EndedTask.OutputOf(context.Assignment.EventResult, _output!), context, services));

    private void HandleFail(bool needsScope, Func<FailedTask, ActionContext, IServiceProvider, Task> run) =>
        _onFail = HandleEvent(ApplicationDefinition.FailEvent, needsScope, (context, services) =>
            run(EndedTask.FailureOf(context.Assignment.EventResult), context, services));

    private ActionDefinition HandleEvent(string name, bool needsScope, Func<ActionContext, IServiceProvider, Task> run)
    {
        var handler = _parts.HandlerOf(name);
        _parts.Handle(handler, needsScope, run);
        return new ActionDefinition { Name = name, Handler = handler };
    }

    private void Need<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>() where TService : class =>
        _parts.Services.TryAdd(typeof(TService), typeof(TService).IsAbstract ? null : static services => services.TryAddScoped<TService>());
}
