using LitePipeline.Core.Transport;
using LitePipeline.Hosting;
using LitePipeline.Transport.Tcp;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses TCP between manager and nodes.</summary>
public static class TcpTransportBuilderExtensions
{
    /// <summary>Lets the manager listen for nodes over TCP. Options come from <c>LitePipeline:Manager:Tcp</c>, then from <paramref name="configure"/>; wrong ones end the start with the reason.</summary>
    public static ILitePipelineManagerBuilder UseTcpTransport(this ILitePipelineManagerBuilder builder, Action<TcpListenerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<TcpListenerOptions>().BindSection(TcpListenerOptions.Section);
        if (configure is not null) options.Configure(configure);
        builder.Services.AddSingleton<Options.IValidateOptions<TcpListenerOptions>>(new TcpOptionsValidator<TcpListenerOptions>(TcpListenerOptions.Section));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<INodeListener, TcpNodeListener>();
        return builder;
    }

    /// <summary>Lets the node reach its manager over TCP. Options come from <c>LitePipeline:Node:Tcp</c>, then from <paramref name="configure"/>; wrong ones end the start with the reason.</summary>
    public static ILitePipelineNodeBuilder UseTcpTransport(this ILitePipelineNodeBuilder builder, Action<TcpConnectorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<TcpConnectorOptions>().BindSection(TcpConnectorOptions.Section);
        if (configure is not null) options.Configure(configure);
        builder.Services.AddSingleton<Options.IValidateOptions<TcpConnectorOptions>>(new TcpOptionsValidator<TcpConnectorOptions>(TcpConnectorOptions.Section));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<INodeConnector, TcpNodeConnector>();
        return builder;
    }
}
