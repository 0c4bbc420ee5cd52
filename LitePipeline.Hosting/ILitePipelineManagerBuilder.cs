using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Hosting;

/// <summary>Chooses the parts of a manager: <c>Use...</c> methods of the packages extend it.</summary>
public interface ILitePipelineManagerBuilder
{
    /// <summary>The host's services.</summary>
    IServiceCollection Services { get; }
}
