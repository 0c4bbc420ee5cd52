using System.Collections.Frozen;

namespace LitePipeline.Hosting.Node;

/// <summary>A handler as it was registered: its name, and how an attempt of it is run with the services of a scope.</summary>
internal sealed record ActionHandlerRegistration(string Name, bool NeedsScope, Func<IServiceProvider, ActionHandlerContext, CancellationToken, Task> Run);

/// <summary>The C# handlers of this node by name.</summary>
internal sealed class ActionHandlers
{
    private readonly FrozenDictionary<string, ActionHandlerRegistration> _byName;

    public ActionHandlers(IEnumerable<ActionHandlerRegistration> registrations)
    {
        var byName = new Dictionary<string, ActionHandlerRegistration>(StringComparer.Ordinal);
        foreach (var registration in registrations)
            if (!byName.TryAdd(registration.Name, registration))
                throw new InvalidOperationException($"AddAction was called twice with the name '{registration.Name}'; give each handler a name of its own.");
        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
        Names = [.. _byName.Keys.Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Names { get; }

    public ActionHandlerRegistration? Find(string name) => _byName.GetValueOrDefault(name);
}
