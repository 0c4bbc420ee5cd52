using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LitePipeline.Core.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Hosting.Pipelines;

public sealed partial class PipelineBuilder<TInput, TOutput>
{
    /// <summary>Adds an action that generates one action for each item that it comes upon; all of them run when it has ended, on any nodes, and give their results as one list.</summary>
    /// <param name="name">Its name; the generated actions are called so with a number, or what <paramref name="label"/> says.</param>
    /// <param name="from">What the items come of.</param>
    /// <param name="items">Gives the items, each of which is an input of one generated action.</param>
    /// <param name="run">What a generated action does with its item.</param>
    /// <param name="label">What tells an item from the others, for people; they are numbered from 1 where it is null.</param>
    /// <exception cref="PipelineInvalidException">The name is taken, the step is of another pipeline, or an item or a result cannot be JSON.</exception>
    public FanOut<T> ForEach<TFrom, TItem, T>(
        string name, Step<TFrom> from, Func<TFrom, ActionContext, IAsyncEnumerable<TItem>> items, Func<TItem, ActionContext, Task<T>> run, Func<TItem, string>? label = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(run);
        return AddFanOut(name, from, needsScope: false, (value, context, _) => items(value, context), (item, context, _) => run(item, context), label);
    }

    /// <summary>As the other, by a service: any class, made anew for each attempt in a scope of its own.</summary>
    /// <inheritdoc cref="ForEach{TFrom, TItem, T}"/>
    public FanOut<T> ForEach<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService, TFrom, TItem, T>(
        string name, Step<TFrom> from, Func<TService, TFrom, ActionContext, IAsyncEnumerable<TItem>> items, Func<TService, TItem, ActionContext, Task<T>> run, Func<TItem, string>? label = null)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(run);
        Need<TService>();
        return AddFanOut(
            name, from, needsScope: true,
            (value, context, services) => items(services.GetRequiredService<TService>(), value, context),
            (item, context, services) => run(services.GetRequiredService<TService>(), item, context),
            label);
    }

    private FanOut<T> AddFanOut<TFrom, TItem, T>(
        string name,
        Step<TFrom> from,
        bool needsScope,
        Func<TFrom, ActionContext, IServiceProvider, IAsyncEnumerable<TItem>> items,
        Func<TItem, ActionContext, IServiceProvider, Task<T>> run,
        Func<TItem, string>? label)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var (handler, itemJson, resultJson) = (_parts.HandlerOf(name), _parts.Json.Of<TItem>(name), _parts.Json.Of<T>(name));
        var fanOut = new FanOut<T>(_parts, name, resultJson, handler, [from]);
        _parts.Add(fanOut);
        _parts.Handle(handler, needsScope, async (context, services) =>
        {
            var number = 0;
            await foreach (var item in items(from.Read(context.Attempt), context, services).WithCancellation(context.CancellationToken))
            {
                number++;
                context.Attempt.AddAction(fanOut.Item.Definition with
                {
                    Name = FanOut<T>.NameOf(name, label?.Invoke(item) ?? number.ToString(CultureInfo.InvariantCulture)),
                    InputData = itemJson.Write(item),
                    ToAction = fanOut.Follower,
                });
            }
        });
        _parts.Handle(fanOut.Item.Definition.Handler!, needsScope, async (context, services) =>
            context.Attempt.SetOutput(resultJson.Write(await run(itemJson.Read(context.Assignment.Action.InputData, $"The item of '{context.Name}'"), context, services))));
        return fanOut;
    }
}
