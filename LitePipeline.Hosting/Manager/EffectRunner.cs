using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;
using LitePipeline.Hosting.Inputs;
using LitePipeline.Hosting.Statistics;

namespace LitePipeline.Hosting.Manager;

/// <summary>Carries out what was decided, once it is durable. Nothing here waits: the loop goes on with the next batch.</summary>
internal sealed class EffectRunner(NodeSessions sessions, PipelineEvents events, EndWaiters<TaskId> taskWaiters, EndWaiters<WorkId> workWaiters, PackageGate packages, ClusterStatistics statistics, InputRules inputs)
{
    private readonly NodeCount _nodes = new();

    /// <summary>The manager starts over from its store: no node is connected any more.</summary>
    public void StartOver()
    {
        statistics.StartOver();
        _nodes.Clear();
        inputs.StartOver();
    }

    /// <summary>The manager has ended.</summary>
    public void End() => _nodes.Clear();

    public void Run(List<ManagerEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case ManagerEffect.Send send:
                    sessions.Send(send);
                    break;
                case ManagerEffect.Publish publish:
                    LitePipelineDiagnostics.Happened(publish.Event);
                    CountNodes(publish.Event);
                    statistics.Happened(publish.Event);
                    inputs.Happened(publish.Event);
                    events.Publish(publish.Event);
                    TellWaiters(publish.Event);
                    break;
                case ManagerEffect.Disconnect disconnect:
                    sessions.Disconnect(disconnect.Session, disconnect.Reason);
                    break;
                case ManagerEffect.KeepPackage keep:
                    packages.Keep(keep.Sha256);
                    break;
                case ManagerEffect.RemovePackage remove:
                    packages.Remove(remove.Sha256);
                    break;
                default:
                    throw new InvalidOperationException($"No such effect: {effect.GetType().Name}");
            }
        }
    }

    /// <summary>The manager has started over from its store, which may have taken more than was carried out.</summary>
    public void StartedOver()
    {
        taskWaiters.LookAgain();
        workWaiters.LookAgain();
    }

    private void CountNodes(PipelineEvent happened)
    {
        if (happened is PipelineEvent.NodeJoined joined) _nodes.Joined(joined.Node, joined.Slots);
        else if (happened is PipelineEvent.NodeLeft left) _nodes.Left(left.Node);
    }

    private void TellWaiters(PipelineEvent happened)
    {
        if (happened is PipelineEvent.TaskFinished task) taskWaiters.Ended(task.Task);
        else if (happened is PipelineEvent.WorkFinished work) workWaiters.Ended(work.Work);
    }
}
