using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.Hosting;

/// <summary>Chooses the parts of a node: <c>Use...</c> and <c>AddAction</c> methods of the packages extend it.</summary>
public interface ILitePipelineNodeBuilder
{
    /// <summary>The host's services.</summary>
    IServiceCollection Services { get; }
}
