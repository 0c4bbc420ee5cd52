using LitePipeline.Core.Storage;

namespace LitePipeline.Storage.Tests.Stores;

/// <summary>A store under test, and its end.</summary>
public abstract class TestStore : IAsyncDisposable
{
    public abstract IPipelineStore Store { get; }

    /// <summary>Lets the store go and opens its content again, as a manager that restarts does.</summary>
    public abstract Task ReopenAsync();

    public abstract ValueTask DisposeAsync();
}
