using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Postgresql;

namespace LitePipeline.Benchmarks.Peers;

/// <summary>Wolverine with a durable local queue on PostgreSQL: publish messages whose handler does nothing, wait until all were handled.</summary>
internal sealed class WolverineOnPostgres : IAsyncDisposable
{
    private const int Publishers = 20;

    private readonly IHost _host;

    private WolverineOnPostgres(IHost host) => _host = host;

    public static async Task<WolverineOnPostgres> StartAsync(string connectionString)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.UseWolverine(wolverine =>
        {
            wolverine.PersistMessagesWithPostgresql(connectionString, "wolverine");
            wolverine.Policies.UseDurableLocalQueues();
            wolverine.Durability.Mode = DurabilityMode.Solo;
            wolverine.Discovery.DisableConventionalDiscovery().IncludeType(typeof(NothingHandler));
        });
        var host = builder.Build();
        await host.StartAsync();
        return new WolverineOnPostgres(host);
    }

    public async Task RunAsync(int count)
    {
        var done = Countdown.Begin(count);
        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(first => Task.Run(async () =>
        {
            await using var scope = _host.Services.CreateAsyncScope();
            var bus = scope.ServiceProvider.GetRequiredService<IMessageBus>();
            for (var i = first; i < count; i += Publishers) await bus.PublishAsync(new Nothing(i));
        })));
        await done;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}

/// <summary>The message.</summary>
public sealed record Nothing(int Number);

/// <summary>Its handler, which Wolverine finds by its name.</summary>
public static class NothingHandler
{
    /// <summary>Does nothing.</summary>
    public static void Handle(Nothing message)
    {
        _ = message;
        Countdown.Signal();
    }
}
