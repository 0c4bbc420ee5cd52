using LitePipeline.Core.Transport;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Node;

/// <summary>The node's life in its host: takes up what an earlier one left, runs the agent, and ends in order.</summary>
internal sealed partial class NodeService(
    NodeAgent agent,
    NodeAttempts attempts,
    ActionRunner runner,
    WorkspaceRemoval removal,
    IOptions<NodeOptions> options,
    TimeProvider time,
    ILogger<NodeService> logger,
    INodeConnector? connector = null) : BackgroundService
{
    private readonly NodeOptions _options = options.Value;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (connector is null) throw new InvalidOperationException("The node has no way to its manager: call UseTcpTransport or UseInProcessTransport after AddLitePipelineNode.");
        if (runner.Executors.Count == 0) throw new InvalidOperationException("The node can run nothing: call UseProcessExecutor or AddAction after AddLitePipelineNode.");
        await agent.TakeUpAsync(cancellationToken);
        removal.RemoveTaken();
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await DrainAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
        try { await attempts.EndAllAsync(cancellationToken); }
        catch (OperationCanceledException) { LogGivenUp(); }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => agent.RunAsync(connector!, stoppingToken);

    // Over the connection that there is; without one the manager gives nothing, and takes no results.
    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        if (_options.DrainTimeout <= TimeSpan.Zero) return;
        LogDraining(_options.DrainTimeout);
        try
        {
            await attempts.DrainAsync(_options.DrainTimeout, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            LogGivenUp();
        }
    }

    [LoggerMessage(2005, LogLevel.Information, "Taking no more actions; what runs may go on for {Limit}.")]
    private partial void LogDraining(TimeSpan limit);

    [LoggerMessage(2006, LogLevel.Warning, "Some actions did not end within the host's shutdown time.")]
    private partial void LogGivenUp();
}
