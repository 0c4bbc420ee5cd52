using LitePipeline.Core.Events;
using LitePipeline.Core.Manager;

namespace LitePipeline.Hosting.Manager;

/// <summary>Carries out what was decided, once it is durable. Nothing here waits: the loop goes on with the next batch.</summary>
internal sealed class EffectRunner(NodeSessions sessions, PipelineEvents events, TaskWaiters waiters, PackageGate packages)
{
    public void Run(List<ManagerEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case ManagerEffect.Send send:
                    sessions.Send(send.Session, send.Message);
                    break;
                case ManagerEffect.Publish publish:
                    LitePipelineDiagnostics.Happened(publish.Event);
                    events.Publish(publish.Event);
                    if (publish.Event is PipelineEvent.TaskFinished finished) waiters.Ended(finished.Task);
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
}
