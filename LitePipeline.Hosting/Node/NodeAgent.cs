using System.Threading.Channels;
using LitePipeline.Core;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace LitePipeline.Hosting.Node;

/// <summary>What the node does: keeps connected to the manager, does what it says, and reports. What runs does not notice whether there is a connection.</summary>
/// <remarks>It stays where it was started: without a thread pool of its own to hop to, a simulation can run it on one thread and a clock of its own.</remarks>
internal sealed partial class NodeAgent(
    NodeSelf self,
    NodeConnection connection,
    NodeAttempts attempts,
    NodeStreams streams,
    ActionRunner runner,
    ResultOutbox outbox,
    WorkspaceFolder workspaces,
    WorkspaceRemoval removal,
    IOptions<NodeOptions> options,
    TimeProvider time,
    Func<double> jitter,
    ILogger<NodeAgent> logger)
{
    private readonly NodeOptions _options = options.Value;

    /// <summary>Takes up what an earlier life of the node left: ends what still runs of it, and holds its results.</summary>
    public async Task TakeUpAsync(CancellationToken cancellationToken)
    {
        // Before the join: it says that what an earlier life left running does not run any more.
        foreach (var executor in runner.Executors) await executor.EndLeftoverAsync(workspaces.Root, cancellationToken);
        attempts.Restore(outbox.Open());
    }

    /// <summary>Connects, serves and connects anew until it is told to stop.</summary>
    public async Task RunAsync(INodeConnector connector, CancellationToken stoppingToken)
    {
        var connecting = ConnectingPipeline();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var channel = await connecting.ExecuteAsync(
                    token => new ValueTask<IManagerChannel>(connector.ConnectAsync(self.Identity, streams, token)), stoppingToken);
                await ServeAsync(channel, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception failure)
            {
                LogDisconnected(failure.Message);
            }
            await Task.Delay(_options.ReconnectDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task ServeAsync(IManagerChannel channel, CancellationToken stoppingToken)
    {
        var outgoing = Channel.CreateUnbounded<NodeMessage>();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        attempts.Join(outgoing.Writer);
        connection.Opened(channel, outgoing);
        LogConnected(channel.RemoteAddress);
        var sending = SendAllAsync(channel, outgoing.Reader, over);
        try
        {
            await foreach (var message in channel.ReadAllAsync(over.Token)) Handle(message);
            LogDisconnected("the manager closed the connection");
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // Sending failed and says why.
        }
        finally
        {
            attempts.Leave();
            connection.Closed();
            over.Cancel();
        }
        await sending;
    }

    private async Task SendAllAsync(IManagerChannel channel, ChannelReader<NodeMessage> outgoing, CancellationTokenSource over)
    {
        try
        {
            while (await outgoing.WaitToReadAsync(over.Token))
                while (outgoing.TryRead(out var message)) await SendAsync(channel, message, over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested) { }
        finally
        {
            // A connection that takes nothing is of no use for reading either.
            over.Cancel();
        }
    }

    private async ValueTask SendAsync(IManagerChannel channel, NodeMessage message, CancellationToken cancellationToken)
    {
        try { await channel.SendAsync(message, cancellationToken); }
        catch (ProtocolException failure) when (failure.Error == ProtocolError.TooLarge && message is NodeMessage.ActionFinished finished)
        {
            attempts.ReplaceTooLarge(finished.Attempt, failure.Message);
        }
    }

    private void Handle(ManagerMessage message)
    {
        switch (message)
        {
            case ManagerMessage.RunAction run:
                attempts.Run(run);
                break;
            case ManagerMessage.StopAction stop:
                attempts.Stop(stop.Attempt, stop.Signal);
                break;
            case ManagerMessage.AcknowledgeResult acknowledged:
                attempts.Acknowledge(acknowledged.Attempt);
                break;
            case ManagerMessage.DiscardAttempt discard:
                attempts.Discard(discard.Attempt);
                break;
            case ManagerMessage.DeleteWorkspaces delete:
                removal.Remove(delete.Tasks);
                break;
            case ManagerMessage.DeleteServiceWorkspace delete:
                removal.Remove(delete.Service);
                break;
            default:
                LogUnknown(message.GetType().Name);
                break;
        }
    }

    private ResiliencePipeline ConnectingPipeline() => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Randomizer = jitter,
            Delay = _options.ReconnectDelay,
            MaxDelay = _options.MaxReconnectDelay,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is not (null or OperationCanceledException)),
            DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(IsRefusal(arguments.Outcome.Exception) ? _options.RefusedDelay : null),
            OnRetry = arguments =>
            {
                var failure = arguments.Outcome.Exception!;
                if (IsRefusal(failure)) LogRefused(failure.Message, arguments.RetryDelay);
                else LogUnreachable(failure.Message, arguments.RetryDelay);
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    private static bool IsRefusal(Exception? failure) =>
        failure is ProtocolException { Error: ProtocolError.Unauthorized or ProtocolError.VersionMismatch };
}
