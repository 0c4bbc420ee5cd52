using LitePipeline.Core.Definitions;
using LitePipeline.Hosting.Node;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>A part of a pipeline that others refer to: its input, an action, or the results of generated actions.</summary>
public abstract class Step
{
    private protected Step(object pipeline, string name) => (Pipeline, Name) = (pipeline, name);

    /// <summary>The action's name in the configuration, the viewer and the command line.</summary>
    public string Name { get; }

    internal object Pipeline { get; }

    /// <summary>What follows waits for these actions; none for the input, which is always there.</summary>
    internal virtual IEnumerable<string> Conditions => [Name];
}

/// <summary>A part of a pipeline that gives a value.</summary>
/// <typeparam name="T">What it gives.</typeparam>
public abstract class Step<T> : Step
{
    private protected Step(object pipeline, string name, ValueJson<T> json) : base(pipeline, name) => Json = json;

    internal ValueJson<T> Json { get; }

    /// <summary>The value, as a later action of the same task finds it.</summary>
    internal abstract T Read(ActionHandlerContext attempt);
}

/// <summary>A pipeline's input: each task has its own.</summary>
/// <typeparam name="T">What it is.</typeparam>
public sealed class InputStep<T> : Step<T>
{
    internal InputStep(object pipeline, ValueJson<T> json) : base(pipeline, "input", json)
    {
    }

    internal override IEnumerable<string> Conditions => [];

    internal override T Read(ActionHandlerContext attempt) => Json.Read(attempt.Assignment.TaskInput, "The task's input");
}

/// <summary>An action of a pipeline.</summary>
/// <typeparam name="T">What it returns.</typeparam>
public class ActionStep<T> : Step<T>, IActionStep
{
    internal ActionStep(object pipeline, string name, ValueJson<T> json, string handler, IReadOnlyList<Step> inputs) : base(pipeline, name, json)
    {
        Inputs = inputs;
        Settings = new ActionSettings(new ActionDefinition { Name = name, Handler = handler });
    }

    internal ActionSettings Settings { get; }

    internal IReadOnlyList<Step> Inputs { get; }

    internal List<Step> Earlier { get; } = [];

    ActionSettings IActionStep.Settings => Settings;

    IReadOnlyList<Step> IActionStep.Inputs => Inputs;

    List<Step> IActionStep.Earlier => Earlier;

    internal override T Read(ActionHandlerContext attempt)
    {
        foreach (var condition in attempt.Assignment.Conditions)
            if (condition.Action == Name) return Json.Read(condition.Data, $"The output of '{Name}'");
        throw new InvalidOperationException($"The action '{attempt.Attempt.Action}' uses the output of '{Name}' but does not wait for it.");
    }
}

/// <summary>An action as its pipeline sees it, whatever it returns.</summary>
internal interface IActionStep
{
    string Name { get; }

    ActionSettings Settings { get; }

    /// <summary>What it gets values from.</summary>
    IReadOnlyList<Step> Inputs { get; }

    /// <summary>What it waits for besides.</summary>
    List<Step> Earlier { get; }
}
