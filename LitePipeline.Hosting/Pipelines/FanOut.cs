using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Hosting.Node;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>An action that generates one action for each item, and their results, in the order of the items.</summary>
/// <typeparam name="T">What one generated action returns.</typeparam>
public sealed class FanOut<T> : ActionStep<IReadOnlyList<T>>, IFanOut
{
    private readonly TypeJson<T> _item;
    private string? _gather;
    private string? _follower;

    internal FanOut(object pipeline, string name, TypeJson<T> item, string handler, IReadOnlyList<Step> inputs) : base(pipeline, name, new ListJson<T>(item), handler, inputs)
    {
        _item = item;
        Item = new ActionSettings(new ActionDefinition { Name = name, Handler = $"{handler} each" });
    }

    /// <summary>How each generated action is run; what is set on the step itself holds for the action that generates them.</summary>
    public FanOut<T> Each(Action<ActionSettings> set)
    {
        ArgumentNullException.ThrowIfNull(set);
        set(Item);
        return this;
    }

    internal ActionSettings Item { get; }

    ActionSettings IFanOut.Item => Item;

    internal override IEnumerable<string> Conditions => [_gather ?? Name];

    /// <summary>What the generated actions are for: their results go to this action; null where none takes them.</summary>
    internal string? Follower => _gather ?? _follower;

    void IFanOut.FollowedBy(string action) => _follower = action;

    ActionDefinition IFanOut.GatherBy(string name, string handler)
    {
        _gather = name;
        return new ActionDefinition { Name = name, Handler = handler, Condition = [Name] };
    }

    JsonData IFanOut.Gather(ActionHandlerContext attempt) => Json.Write(Collect(attempt));

    internal override IReadOnlyList<T> Read(ActionHandlerContext attempt)
    {
        if (_gather is null) return Collect(attempt);
        foreach (var condition in attempt.Assignment.Conditions)
            if (condition.Action == _gather) return Json.Read(condition.Data, $"The output of '{_gather}'");
        throw new InvalidOperationException($"The action '{attempt.Attempt.Action}' uses the results of '{Name}' but does not wait for them.");
    }

    /// <summary>The name of a generated action.</summary>
    internal static string NameOf(string generator, string label) => $"{generator}-{label}";

    private List<T> Collect(ActionHandlerContext attempt)
    {
        var results = new List<T>();
        var prefix = NameOf(Name, "");
        foreach (var condition in attempt.Assignment.Conditions)
            if (condition.Action.StartsWith(prefix, StringComparison.Ordinal)) results.Add(_item.Read(condition.Data, $"The output of '{condition.Action}'"));
        return results;
    }
}

/// <summary>Generated actions as their pipeline sees them, whatever they return.</summary>
internal interface IFanOut : IActionStep
{
    /// <summary>How each generated action is run.</summary>
    ActionSettings Item { get; }

    /// <summary>Has the results go straight to the only action that uses them.</summary>
    void FollowedBy(string action);

    /// <summary>Has an action of its own put the results together, for all that use them.</summary>
    ActionDefinition GatherBy(string name, string handler);

    /// <summary>What that action does.</summary>
    JsonData Gather(ActionHandlerContext attempt);
}
