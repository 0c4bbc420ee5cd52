using LitePipeline.Core;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting;
using LitePipeline.Hosting.Access;
using LitePipeline.Hosting.Inputs;
using LitePipeline.Hosting.Manager;
using LitePipeline.Hosting.Manager.Duties;
using LitePipeline.Hosting.Schedules;
using LitePipeline.Hosting.Secrets;
using LitePipeline.Hosting.Statistics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a LitePipeline manager to a host.</summary>
public static class LitePipelineManagerServiceCollectionExtensions
{
    /// <summary>
    /// Adds the manager. Choose its store, its packages' store and its transport on the result; the host's start fails where one
    /// is missing. <see cref="IPipelineManager"/> is then to be had from the services, and accepts once the host has started.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets options in code, after the configuration section <c>LitePipeline:Manager</c>.</param>
    public static ILitePipelineManagerBuilder AddLitePipelineManager(this IServiceCollection services, Action<ManagerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddOptions(services, configure);
        AddParts(services);
        AddMachineRoom(services);
        services.AddHealthChecks().AddCheck<ManagerHealthCheck>("litepipeline-manager");
        return new Builder(services);
    }

    private static void AddOptions(IServiceCollection services, Action<ManagerOptions>? configure)
    {
        var options = services.AddOptions<ManagerOptions>().BindSection(ManagerOptions.Section)
            .Validate(
                manager => manager.ServiceMaxRestartDelay >= manager.ServiceRestartDelay,
                $"{ManagerOptions.Section}:{nameof(ManagerOptions.ServiceMaxRestartDelay)} is shorter than {nameof(ManagerOptions.ServiceRestartDelay)}; give at least as much.");
        if (configure is not null) options.Configure(configure);
        services.AddOptions<SecretOptions>().BindSection(SecretOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SecretOptions>, SecretOptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);
    }

    private static void AddParts(IServiceCollection services)
    {
        services.TryAddSingleton<ManagerQueue>();
        services.TryAddSingleton<SecretKeys>();
        services.TryAddSingleton<SecretCourier>();
        services.TryAddSingleton(provider => new AccessTrail(provider.GetRequiredService<ManagerQueue>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<NodeSessions>();
        services.TryAddSingleton<PipelineEvents>();
        services.TryAddSingleton(typeof(EndWaiters<>));
        services.TryAddSingleton<RequestRules>();
        services.TryAddSingleton(provider => new InputRules(Chosen<IPipelineStore>(provider, "UseSqlite(\"FILE\")")));
        services.TryAddSingleton<FinishedRuns>();
        services.TryAddSingleton<IScheduleCalendar, CronosCalendar>();
        services.TryAddSingleton<ChosenIds>();
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<PackageGate>(
            provider,
            Chosen<IPackageStore>(provider, "UsePackageFolder(\"DIR\")"),
            Chosen<IPipelineStore>(provider, "UseSqlite(\"FILE\")")));
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<ArtifactIntake>(provider, Chosen<IPackageStore>(provider, "UsePackageFolder(\"DIR\")")));
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<PackageSweep>(provider, Chosen<IPackageStore>(provider, "UsePackageFolder(\"DIR\")")));
        services.TryAddSingleton(provider => new PackageStreams(Chosen<IPackageStore>(provider, "UsePackageFolder(\"DIR\")")));
        services.TryAddSingleton<ClusterStatistics>();
        services.TryAddSingleton<EffectRunner>();
        services.TryAddSingleton<IPipelineManager, PipelineManager>();
    }

    private static void AddMachineRoom(IServiceCollection services)
    {
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<ManagerLoop>(provider, Chosen<IPipelineStore>(provider, "UseSqlite(\"FILE\")")));
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<ManagerService>(
            provider,
            Chosen<IPipelineStore>(provider, "UseSqlite(\"FILE\")"),
            Chosen<INodeListener>(provider, "UseTcpTransport()")));
        services.AddHostedService(provider => provider.GetRequiredService<ManagerService>());
        // After the manager, so that it stops before it.
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<HistoryCleaner>(provider, Chosen<IPipelineStore>(provider, "UseSqlite(\"FILE\")")));
    }

    private static T Chosen<T>(IServiceProvider provider, string how) where T : class =>
        provider.GetService<T>() ?? throw new InvalidOperationException(
            $"The LitePipeline manager has no {typeof(T).Name}: call .{how} or another Use... method on the result of AddLitePipelineManager().");

    private sealed class Builder(IServiceCollection services) : ILitePipelineManagerBuilder
    {
        public IServiceCollection Services { get; } = services;
    }
}
