using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Hosting.Pipelines;

public sealed partial class PipelineBuilder<TInput, TOutput>
{
    /// <summary>Adds an action that takes the values of earlier steps.</summary>
    /// <param name="name">Its name, unique in the pipeline: 1 to 255 characters without <c>/</c> and <c>\</c>.</param>
    /// <param name="first">What it takes; it waits for it.</param>
    /// <param name="run">What it does with it; returning is success, throwing is failure.</param>
    /// <exception cref="PipelineInvalidException">The name is taken, a step is of another pipeline, or the result cannot be JSON.</exception>
    public ActionStep<T> Action<T1, T>(string name, Step<T1> first, Func<T1, ActionContext, Task<T>> run) =>
        Add(name, [first], run, (context, _) => run(first.Read(context.Attempt), context));

    /// <inheritdoc cref="Action{T1, T}(string, Step{T1}, Func{T1, ActionContext, Task{T}})"/>
    public ActionStep<T> Action<T1, T>(string name, Step<T1> first, Func<T1, ActionContext, T> run) =>
        Add(name, [first], run, (context, _) => Task.FromResult(run(first.Read(context.Attempt), context)));

    /// <inheritdoc cref="Action{T1, T}(string, Step{T1}, Func{T1, ActionContext, Task{T}})"/>
    public ActionStep<T> Action<T1, T2, T>(string name, Step<T1> first, Step<T2> second, Func<T1, T2, ActionContext, Task<T>> run) =>
        Add(name, [first, second], run, (context, _) => run(first.Read(context.Attempt), second.Read(context.Attempt), context));

    /// <inheritdoc cref="Action{T1, T}(string, Step{T1}, Func{T1, ActionContext, Task{T}})"/>
    public ActionStep<T> Action<T1, T2, T>(string name, Step<T1> first, Step<T2> second, Func<T1, T2, ActionContext, T> run) =>
        Add(name, [first, second], run, (context, _) => Task.FromResult(run(first.Read(context.Attempt), second.Read(context.Attempt), context)));

    /// <inheritdoc cref="Action{T1, T}(string, Step{T1}, Func{T1, ActionContext, Task{T}})"/>
    public ActionStep<T> Action<T1, T2, T3, T>(string name, Step<T1> first, Step<T2> second, Step<T3> third, Func<T1, T2, T3, ActionContext, Task<T>> run) =>
        Add(name, [first, second, third], run, (context, _) => run(first.Read(context.Attempt), second.Read(context.Attempt), third.Read(context.Attempt), context));

    /// <inheritdoc cref="Action{T1, T}(string, Step{T1}, Func{T1, ActionContext, Task{T}})"/>
    public ActionStep<T> Action<T1, T2, T3, T>(string name, Step<T1> first, Step<T2> second, Step<T3> third, Func<T1, T2, T3, ActionContext, T> run) =>
        Add(name, [first, second, third], run, (context, _) => Task.FromResult(run(first.Read(context.Attempt), second.Read(context.Attempt), third.Read(context.Attempt), context)));

    /// <inheritdoc cref="Action{T1, T}(string, Step{T1}, Func{T1, ActionContext, Task{T}})"/>
    public ActionStep<T> Action<T1, T2, T3, T4, T>(string name, Step<T1> first, Step<T2> second, Step<T3> third, Step<T4> fourth, Func<T1, T2, T3, T4, ActionContext, Task<T>> run) =>
        Add(name, [first, second, third, fourth], run, (context, _) => run(first.Read(context.Attempt), second.Read(context.Attempt), third.Read(context.Attempt), fourth.Read(context.Attempt), context));

    /// <inheritdoc cref="Action{T1, T}(string, Step{T1}, Func{T1, ActionContext, Task{T}})"/>
    public ActionStep<T> Action<T1, T2, T3, T4, T>(string name, Step<T1> first, Step<T2> second, Step<T3> third, Step<T4> fourth, Func<T1, T2, T3, T4, ActionContext, T> run) =>
        Add(name, [first, second, third, fourth], run, (context, _) => Task.FromResult(run(first.Read(context.Attempt), second.Read(context.Attempt), third.Read(context.Attempt), fourth.Read(context.Attempt), context)));

    /// <summary>Adds an action that a service runs: any class, made anew for each attempt in a scope of its own, so its constructor may take scoped services.</summary>
    /// <param name="name">Its name, unique in the pipeline: 1 to 255 characters without <c>/</c> and <c>\</c>.</param>
    /// <param name="first">What it takes; it waits for it.</param>
    /// <param name="run">What the service does with it; returning is success, throwing is failure.</param>
    /// <exception cref="PipelineInvalidException">The name is taken, a step is of another pipeline, or the result cannot be JSON.</exception>
    public ActionStep<T> Action<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService, T1, T>(string name, Step<T1> first, Func<TService, T1, ActionContext, Task<T>> run) where TService : class =>
        AddService<TService, T>(name, [first], run, (service, context) => run(service, first.Read(context.Attempt), context));

    /// <inheritdoc cref="Action{TService, T1, T}(string, Step{T1}, Func{TService, T1, ActionContext, Task{T}})"/>
    public ActionStep<T> Action<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService, T1, T2, T>(string name, Step<T1> first, Step<T2> second, Func<TService, T1, T2, ActionContext, Task<T>> run) where TService : class =>
        AddService<TService, T>(name, [first, second], run, (service, context) => run(service, first.Read(context.Attempt), second.Read(context.Attempt), context));

    /// <inheritdoc cref="Action{TService, T1, T}(string, Step{T1}, Func{TService, T1, ActionContext, Task{T}})"/>
    public ActionStep<T> Action<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService, T1, T2, T3, T>(string name, Step<T1> first, Step<T2> second, Step<T3> third, Func<TService, T1, T2, T3, ActionContext, Task<T>> run) where TService : class =>
        AddService<TService, T>(name, [first, second, third], run, (service, context) => run(service, first.Read(context.Attempt), second.Read(context.Attempt), third.Read(context.Attempt), context));

    /// <inheritdoc cref="Action{TService, T1, T}(string, Step{T1}, Func{TService, T1, ActionContext, Task{T}})"/>
    public ActionStep<T> Action<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService, T1, T2, T3, T4, T>(string name, Step<T1> first, Step<T2> second, Step<T3> third, Step<T4> fourth, Func<TService, T1, T2, T3, T4, ActionContext, Task<T>> run) where TService : class =>
        AddService<TService, T>(name, [first, second, third, fourth], run, (service, context) => run(service, first.Read(context.Attempt), second.Read(context.Attempt), third.Read(context.Attempt), fourth.Read(context.Attempt), context));

    /// <summary>Adds an action that a class of its own runs, made anew for each attempt in a scope of its own.</summary>
    /// <param name="name">Its name, unique in the pipeline.</param>
    /// <param name="input">What it takes; it waits for it.</param>
    /// <exception cref="PipelineInvalidException">The name is taken, the step is of another pipeline, or the result cannot be JSON.</exception>
    public ActionStep<T> Action<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAction, T1, T>(string name, Step<T1> input) where TAction : class, IPipelineAction<T1, T> =>
        Action<TAction, T1, T>(name, input, static (action, value, context) => action.RunAsync(value, context));

    private ActionStep<T> AddService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService, T>(string name, Step[] inputs, Delegate run, Func<TService, ActionContext, Task<T>> body) where TService : class
    {
        Need<TService>();
        return Add(name, inputs, run, (context, services) => body(services.GetRequiredService<TService>(), context), needsScope: true);
    }

    private ActionStep<T> Add<T>(string name, Step[] inputs, Delegate run, Func<ActionContext, IServiceProvider, Task<T>> body, bool needsScope = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(run);
        var (handler, json) = (_parts.HandlerOf(name), _parts.Json.Of<T>(name));
        var step = new ActionStep<T>(_parts, name, json, handler, inputs);
        _parts.Add(step);
        _parts.Handle(handler, needsScope, async (context, services) => context.Attempt.SetOutput(json.Write(await body(context, services))));
        return step;
    }
}
