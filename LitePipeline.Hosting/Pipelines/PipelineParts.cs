using LitePipeline.Core.Definitions;
using LitePipeline.Hosting.Node;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>What a pipeline's steps ask of the pipeline that they belong to.</summary>
internal interface IPipelineParts
{
    /// <summary>Refuses a step of another pipeline.</summary>
    void CheckOwn(string action, Step step);
}

/// <summary>What a pipeline is being put together of: its actions, their handlers, and the services that these need.</summary>
internal sealed class PipelineParts(string name, PipelineJson json) : IPipelineParts
{
    private readonly Dictionary<string, IActionStep> _byName = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public PipelineJson Json { get; } = json;

    /// <summary>Tells the handlers of this version from those of others; null for none.</summary>
    public string? Version { get; set; }

    public List<IActionStep> Actions { get; } = [];

    public List<ActionHandlerRegistration> Handlers { get; } = [];

    /// <summary>The classes that run actions, each with what registers it where the host has not.</summary>
    public Dictionary<Type, Action<IServiceCollection>?> Services { get; } = [];

    public string HandlerOf(string action) => Version is null ? $"{Name}/{action}" : $"{Name}@{Version}/{action}";

    public void Add(IActionStep action)
    {
        if (!_byName.TryAdd(action.Name, action)) throw new PipelineInvalidException(Name, action.Name, "there are two actions of this name; give each a name of its own.");
        foreach (var input in action.Inputs) CheckOwn(action.Name, input);
        Actions.Add(action);
    }

    public void CheckOwn(string action, Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.Pipeline != this) throw new PipelineInvalidException(Name, action, $"it waits for '{step.Name}' of another pipeline; an action uses the steps of its own.");
    }

    public void Handle(string handler, bool needsScope, Func<ActionContext, IServiceProvider, Task> run)
    {
        if (Handlers.Any(known => known.Name == handler)) throw new PipelineInvalidException(Name, null, $"two of its parts are run by the handler '{handler}'; give one of them another name.");
        Handlers.Add(new ActionHandlerRegistration(handler, needsScope, (services, attempt, cancellationToken) => run(new ActionContext(attempt, cancellationToken), services)));
    }

    /// <summary>All conditions of an action, each once.</summary>
    public static IEnumerable<string> ConditionsOf(IActionStep action) =>
        action.Inputs.Concat(action.Earlier).SelectMany(step => step.Conditions).Distinct(StringComparer.Ordinal);

    /// <summary>The configuration's actions, in an order in which each comes after what it waits for.</summary>
    public List<ActionDefinition> Compile(Step output)
    {
        CheckNames();
        var gathers = Actions.OfType<IFanOut>().ToDictionary(fanOut => fanOut, fanOut => Join(fanOut, output));
        var compiled = new List<ActionDefinition>();
        foreach (var action in Actions)
        {
            compiled.Add(action.Settings.Definition with { Condition = [.. ConditionsOf(action)] });
            if (action is IFanOut fanOut && gathers[fanOut] is { } gather) compiled.Add(gather);
        }

        return compiled;
    }

    // The results go straight to the one action that uses them; where several do, or nobody but who waits for the task, an action of their own puts them together.
    private ActionDefinition? Join(IFanOut fanOut, Step output)
    {
        var users = Actions.Where(action => action.Inputs.Contains((Step)fanOut)).ToList();
        var isWaitedFor = Actions.Any(action => action.Earlier.Contains((Step)fanOut));
        if (output != fanOut && !isWaitedFor && users.Count <= 1)
        {
            if (users.Count == 1) fanOut.FollowedBy(users[0].Name);
            return null;
        }

        var gather = $"{fanOut.Name} all";
        if (_byName.ContainsKey(gather)) throw new PipelineInvalidException(Name, gather, $"an action of this name puts the results of '{fanOut.Name}' together; choose another name.");
        var handler = HandlerOf(gather);
        Handle(handler, needsScope: false, (context, _) =>
        {
            context.Attempt.SetOutput(fanOut.Gather(context.Attempt));
            return Task.CompletedTask;
        });
        return fanOut.GatherBy(gather, handler);
    }

    /// <summary>The first action that each fan-out will generate.</summary>
    public IEnumerable<ActionDefinition> Generated() =>
        Actions.OfType<IFanOut>().Select(fanOut => fanOut.Item.Definition with { Name = FanOut<object>.NameOf(fanOut.Name, "1") });

    private void CheckNames()
    {
        foreach (var fanOut in Actions.OfType<IFanOut>())
        {
            var prefix = FanOut<object>.NameOf(fanOut.Name, "");
            if (Actions.FirstOrDefault(action => action.Name.StartsWith(prefix, StringComparison.Ordinal)) is { } taken)
                throw new PipelineInvalidException(Name, taken.Name, $"its name begins as those of the actions that '{fanOut.Name}' generates ('{prefix}1'); choose another one.");
        }
    }
}
