using System.Net;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting.Access;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Hosting.Manager;

/// <summary>Starts and stops the manager. Once started it accepts commands and nodes; what it accepted before it is stopped is committed.</summary>
internal sealed partial class ManagerService(
    IPipelineStore store,
    INodeListener listener,
    PackageStreams streams,
    ManagerLoop loop,
    ManagerQueue queue,
    NodeSessions sessions,
    PipelineEvents events,
    PackageSweep sweep,
    AccessTrail access,
    ILogger<ManagerService> logger) : IHostedService
{
    private Task _running = Task.CompletedTask;

    /// <summary>Whether the loop runs.</summary>
    public bool IsRunning { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.OpenAsync(cancellationToken);
        await loop.RestoreAsync(cancellationToken);
        _running = Task.Run(loop.RunAsync, CancellationToken.None);
        sweep.Start();
        IsRunning = true;
        listener.Refused += Turned;
        await listener.StartAsync(streams, sessions.ServeAsync, cancellationToken);
        LogStarted(listener.LocalEndPoint?.ToString() ?? "this process");
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        IsRunning = false;
        await listener.DisposeAsync();
        listener.Refused -= Turned;
        sessions.DisconnectAll("The manager is shutting down.");
        await sweep.StopAsync();
        access.Flush();
        queue.Complete();
        await using (cancellationToken.Register(loop.Abort)) await _running;
        events.Complete();
        loop.Dispose();
        await store.DisposeAsync();
        LogStopped();
    }

    private void Turned(NodeRefusal refusal) => access.Note(new AccessNote("refuse", "node", "anyone", IPEndPoint.TryParse(refusal.Address, out var place) ? place.Address.ToString() : refusal.Address) { Details = refusal.Reason });

    [LoggerMessage(1030, LogLevel.Information, "The manager is ready; nodes connect to {EndPoint}")]
    private partial void LogStarted(string endPoint);

    [LoggerMessage(1031, LogLevel.Information, "The manager has stopped")]
    private partial void LogStopped();
}
