using LitePipeline.Core.Transport;
using LitePipeline.Hosting;
using LitePipeline.Hosting.InProcess;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the in-process transport: manager and node in one process, without a socket.</summary>
public static class InProcessTransportBuilderExtensions
{
    /// <summary>Lets this host's nodes reach this manager without a socket.</summary>
    public static ILitePipelineManagerBuilder UseInProcessTransport(this ILitePipelineManagerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<InProcessTransport>();
        builder.Services.TryAddSingleton<INodeListener>(services => services.GetRequiredService<InProcessTransport>());
        return builder;
    }

    /// <summary>Lets nodes of other hosts in this process reach this manager. The caller owns <paramref name="transport"/>; the host disposing stops its listening.</summary>
    public static ILitePipelineManagerBuilder UseInProcessTransport(this ILitePipelineManagerBuilder builder, InProcessTransport transport)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(transport);
        // By factory, so that the end of the manager's host ends the listening.
        builder.Services.TryAddSingleton<INodeListener>(_ => transport);
        return builder;
    }

    /// <summary>Connects this node to the manager of the same host without a socket.</summary>
    public static ILitePipelineNodeBuilder UseInProcessTransport(this ILitePipelineNodeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<InProcessTransport>();
        builder.Services.TryAddSingleton<INodeConnector>(services => services.GetRequiredService<InProcessTransport>());
        return builder;
    }

    /// <summary>Connects this node to the manager that listens on <paramref name="transport"/>, in whichever host of this process.</summary>
    public static ILitePipelineNodeBuilder UseInProcessTransport(this ILitePipelineNodeBuilder builder, InProcessTransport transport)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(transport);
        // By instance: the end of a node's host must not end the manager's listening.
        builder.Services.TryAddSingleton<INodeConnector>(transport);
        return builder;
    }
}
