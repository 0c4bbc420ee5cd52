using LitePipeline.Core.Definitions;

namespace LitePipeline.Core.Venvs;

/// <summary>A place in a configuration that names a venv by its id.</summary>
/// <param name="Path">Where, as a JSON path.</param>
/// <param name="Venv">The venv.</param>
internal readonly record struct VenvReference(string Path, VenvId Venv)
{
    /// <summary>The venv that an action names; null where its <c>env</c> is a path in its package, or there is none.</summary>
    public static VenvId? Of(ActionDefinition action) => Guid.TryParse(action.Env, out var id) ? new VenvId(id) : null;

    /// <summary>All venvs that a configuration names, in its order.</summary>
    public static IEnumerable<VenvReference> In(ApplicationDefinition definition)
    {
        for (var i = 0; i < definition.Actions.Length; i++)
        {
            if (Of(definition.Actions[i]) is { } venv) yield return new VenvReference($"$.actions[{i}].env", venv);
        }

        foreach (var happening in new[] { definition.OnSuccess, definition.OnFail })
        {
            if (happening is not null && Of(happening) is { } venv) yield return new VenvReference($"$.event_actions.{happening.Name}.env", venv);
        }
    }
}
