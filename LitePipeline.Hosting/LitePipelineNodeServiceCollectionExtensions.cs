using LitePipeline.Core.Actions;
using LitePipeline.Hosting;
using LitePipeline.Hosting.Artifacts;
using LitePipeline.Hosting.Executors;
using LitePipeline.Hosting.Executors.ControlGroups;
using LitePipeline.Hosting.Executors.Docker;
using LitePipeline.Hosting.Node;
using LitePipeline.Hosting.Venvs;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a node to a host, and chooses what it can run.</summary>
public static class LitePipelineNodeServiceCollectionExtensions
{
    /// <summary>Adds a node. It needs a transport (<c>UseTcpTransport</c>, <c>UseInProcessTransport</c>) and something to run (<see cref="UseProcessExecutor"/>, <c>AddAction</c>); the host does not start without.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets options after those of the configuration's section <c>LitePipeline:Node</c>.</param>
    public static ILitePipelineNodeBuilder AddLitePipelineNode(this IServiceCollection services, Action<NodeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddOptions(services, configure);
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);

        // The host waits for a drain, and for what follows it.
        services.AddOptions<HostOptions>().PostConfigure<IOptions<NodeOptions>>(static (host, node) =>
        {
            try
            {
                if (node.Value.DrainTimeout > TimeSpan.Zero) host.ShutdownTimeout += node.Value.DrainTimeout;
            }
            catch (OptionsValidationException)
            {
                // The host's own options are read before its start, which is where wrong options are told, all at once.
            }
        });

        services.TryAddSingleton<NodeData>();
        services.TryAddSingleton<NodeSelf>();
        services.TryAddSingleton<NodeConnection>();
        services.TryAddSingleton(_ => PythonFinder.OfThisMachine());
        services.TryAddSingleton<PackageCache>();
        services.TryAddSingleton<WorkspaceFolder>();
        services.TryAddSingleton<WorkspaceInventory>();
        services.TryAddSingleton<WorkspaceRemoval>();
        services.TryAddSingleton<ResultOutbox>();
        services.TryAddSingleton<ActionHandlers>();
        services.TryAddSingleton<AttemptWatch>();
        services.TryAddSingleton<ArtifactCollector>();
        services.TryAddSingleton<ArtifactInputs>();
        services.TryAddSingleton<ActionRunner>();
        services.TryAddSingleton<NodeAttempts>();
        services.TryAddSingleton<NodeStreams>();
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<NodeAgent>(provider, (Func<double>)Random.Shared.NextDouble));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, NodeService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WorkspaceRetention>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PackageRetention>());
        return new NodeBuilder(services);
    }

    /// <summary>Lets the node run the commands of applications as OS processes.</summary>
    public static ILitePipelineNodeBuilder UseProcessExecutor(this ILitePipelineNodeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<ProcessRecords>();
        builder.Services.TryAddSingleton<ProcessLimits>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IActionExecutor, ProcessExecutor>());
        return builder;
    }

    /// <summary>Lets the node run actions in containers of a docker engine; its nodes have <c>docker_support</c>.</summary>
    /// <param name="builder">The node's builder.</param>
    /// <param name="configure">Sets options after those of the configuration's section <c>LitePipeline:Docker</c>.</param>
    public static ILitePipelineNodeBuilder UseDockerExecutor(this ILitePipelineNodeBuilder builder, Action<DockerExecutorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<DockerExecutorOptions>().BindSection(DockerExecutorOptions.Section)
            .Validate(options => Uri.TryCreate(options.Endpoint, UriKind.Absolute, out _), "LitePipeline:Docker:Endpoint is no address: give one such as unix:///var/run/docker.sock or tcp://host:2375.");
        if (configure is not null) options.Configure(configure);
        builder.Services.TryAddSingleton<ContainerEngine>();
        builder.Services.TryAddSingleton<ContainerImages>();
        builder.Services.TryAddSingleton<ContainerSupport>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IActionExecutor, DockerExecutor>());
        return builder;
    }

    /// <summary>Registers a C# handler: actions whose <c>handler</c> is <paramref name="name"/> run it in this process. Each attempt gets a new <typeparamref name="T"/> from a scope of its own.</summary>
    public static ILitePipelineNodeBuilder AddAction<T>(this ILitePipelineNodeBuilder builder, string name) where T : class, IActionHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddScoped<T>();
        return Add(builder, new ActionHandlerRegistration(name, NeedsScope: true,
            static (services, context, cancellationToken) => services.GetRequiredService<T>().RunAsync(context, cancellationToken)));
    }

    /// <summary>Registers a C# handler: actions whose <c>handler</c> is <paramref name="name"/> call <paramref name="run"/> in this process.</summary>
    public static ILitePipelineNodeBuilder AddAction(
        this ILitePipelineNodeBuilder builder, string name, Func<ActionHandlerContext, CancellationToken, Task> run)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(run);
        return Add(builder, new ActionHandlerRegistration(name, NeedsScope: false, (_, context, cancellationToken) => run(context, cancellationToken)));
    }

    private static ILitePipelineNodeBuilder Add(ILitePipelineNodeBuilder builder, ActionHandlerRegistration registration)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(registration.Name);
        builder.Services.AddSingleton(registration);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IActionExecutor, HandlerExecutor>());
        return builder;
    }

    private static void AddOptions(IServiceCollection services, Action<NodeOptions>? configure)
    {
        var options = services.AddOptions<NodeOptions>().BindSection(NodeOptions.Section)
            .Validate(options => options.MaxReconnectDelay >= options.ReconnectDelay, "LitePipeline:Node:MaxReconnectDelay is shorter than ReconnectDelay; make it at least as long.");
        options.Services.AddSingleton<IValidateOptions<NodeOptions>, NodeLabelRules>();
        if (configure is not null) options.Configure(configure);
    }

    private sealed class NodeBuilder(IServiceCollection services) : ILitePipelineNodeBuilder
    {
        public IServiceCollection Services => services;
    }
}
