using LitePipeline.Core;
using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;
using LitePipeline.Hosting.Inputs;
using LitePipeline.Hosting.Secrets;
using LitePipeline.Hosting.Statistics;

namespace LitePipeline.Hosting.Manager;

/// <summary>The manager in this process: commands become inputs of the one queue, questions go to the store.</summary>
internal sealed partial class PipelineManager(
    ManagerQueue queue,
    IPipelineStore store,
    IPackageStore packages,
    PackageGate gate,
    NodeSessions sessions,
    PipelineEvents events,
    EndWaiters<TaskId> taskWaiters,
    EndWaiters<WorkId> workWaiters,
    ChosenIds chosenIds,
    FinishedRuns finished,
    ClusterStatistics statistics,
    SecretKeys secrets,
    RequestRules rules,
    InputRules inputs) : IPipelineManager
{
    public IObservable<PipelineEvent> Events => events;

    public async Task<ClusterView> GetClusterAsync(CancellationToken cancellationToken = default) =>
        (ClusterView)(await queue.AskAsync(new ManagerInput.DescribeCluster(), cancellationToken))!;

    public Task DrainNodeAsync(NodeId node, CancellationToken cancellationToken = default) =>
        queue.AskAsync(new ManagerInput.DrainNode(node), cancellationToken);

    public Task ResumeNodeAsync(NodeId node, CancellationToken cancellationToken = default) =>
        queue.AskAsync(new ManagerInput.ResumeNode(node), cancellationToken);

    public Task RemoveNodeAsync(NodeId node, CancellationToken cancellationToken = default) =>
        queue.AskAsync(new ManagerInput.RemoveNode(node), cancellationToken);

    private static RequestRefusedException Refused(ErrorCode code, string message, string field) => new(new Refusal(code, message, field));
}
