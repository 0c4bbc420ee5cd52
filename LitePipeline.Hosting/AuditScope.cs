using LitePipeline.Core.Audit;

namespace LitePipeline.Hosting;

/// <summary>Says who commands the manager of this process, for its audit trail.</summary>
/// <remarks>It holds for what the code inside does, also where that awaits. The HTTP API says it of each of its callers by itself; a host that
/// calls <see cref="Core.IPipelineManager"/> for a user of its own says it so: <c>using (AuditScope.Begin("ann")) await manager.StopTaskAsync(task);</c></remarks>
public static class AuditScope
{
    private static readonly AsyncLocal<CommandActor?> Actor = new();

    internal static CommandActor? Current => Actor.Value;

    /// <summary>Begins; disposing what is returned ends it.</summary>
    /// <param name="actor">The name for the trail.</param>
    /// <param name="origin">Where they call from, such as an address; null where that is not known.</param>
    public static IDisposable Begin(string actor, string? origin = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(actor);
        var before = Actor.Value;
        Actor.Value = new CommandActor(actor, origin);
        return new End(before);
    }

    private sealed class End(CommandActor? before) : IDisposable
    {
        public void Dispose() => Actor.Value = before;
    }
}
