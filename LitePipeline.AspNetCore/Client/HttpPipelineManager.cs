using LitePipeline.Core;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Nodes;
using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Api.Payloads;

namespace LitePipeline.AspNetCore.Client;

/// <summary>A manager somewhere else, reached over its HTTP API: the same interface as in its own process.</summary>
/// <remarks>
/// Safe for use by many threads. It does not own <paramref name="http"/>, whose base address is the manager's, whose default headers say who calls
/// where the manager has users, and which must not time out before a long answer has come.
/// </remarks>
/// <param name="http">Reaches the manager.</param>
public sealed partial class HttpPipelineManager(HttpClient http) : IPipelineManager
{
    private readonly HttpExchange _exchange = new(http);

    /// <summary>All that happens from the moment of subscribing on. A stream that breaks is opened again and goes on behind the last event that came, once each, except over a restart of the manager: what happened meanwhile is not told then. It ends with an error where the manager refuses it.</summary>
    public IObservable<PipelineEvent> Events { get; } = new RemoteEvents(http);

    /// <inheritdoc/>
    public Task<ClusterView> GetClusterAsync(CancellationToken cancellationToken = default) =>
        _exchange.GetAsync(Routes.V1.Cluster, ApiJsonContext.Default.ClusterView, cancellationToken);

    /// <inheritdoc/>
    public Task DrainNodeAsync(NodeId node, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Post, Routes.V1.NodeDrain.With(node), cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public Task ResumeNodeAsync(NodeId node, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Post, Routes.V1.NodeResume.With(node), cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public Task RemoveNodeAsync(NodeId node, CancellationToken cancellationToken = default) =>
        _exchange.TellAsync(HttpMethod.Delete, Routes.V1.Node.With(node), cancellationToken: cancellationToken);
}
