namespace LitePipeline.Hosting.Pipelines;

/// <summary>An action of a pipeline as a class. It is made anew for each attempt, in a scope of its own, so its constructor may take scoped services.</summary>
/// <typeparam name="TInput">What it works on.</typeparam>
/// <typeparam name="TOutput">What it leaves for the actions after it.</typeparam>
public interface IPipelineAction<in TInput, TOutput>
{
    /// <summary>Runs one attempt. Returning is success; throwing is failure.</summary>
    Task<TOutput> RunAsync(TInput input, ActionContext context);
}
