namespace LitePipeline.Hosting.Node;

/// <summary>An action in C#, run inside the node's process. It is made anew for each attempt, in a scope of its own, so its constructor may take scoped services.</summary>
public interface IActionHandler
{
    /// <summary>Runs one attempt. Returning is success; throwing is failure.</summary>
    /// <param name="context">The input, and what takes the output.</param>
    /// <param name="cancellationToken">Asks the handler to end: its task was stopped or its node stops. A handler that ignores it keeps its slot until it returns.</param>
    Task RunAsync(ActionHandlerContext context, CancellationToken cancellationToken);
}
