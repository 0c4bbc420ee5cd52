using System.Diagnostics;
using System.Diagnostics.Metrics;
using LitePipeline.Core.Events;

namespace LitePipeline.Hosting.Manager;

/// <summary>The names under which LitePipeline is traced and measured, for OpenTelemetry and the like.</summary>
public static class LitePipelineDiagnostics
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "LitePipeline";

    internal static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> TasksAccepted = Meter.CreateCounter<long>("litepipeline.tasks.accepted", "{task}");
    private static readonly Counter<long> TasksFinished = Meter.CreateCounter<long>("litepipeline.tasks.finished", "{task}");
    private static readonly Counter<long> WorksAccepted = Meter.CreateCounter<long>("litepipeline.works.accepted", "{work}");
    private static readonly Counter<long> WorksFinished = Meter.CreateCounter<long>("litepipeline.works.finished", "{work}");
    private static readonly Counter<long> ActionsStarted = Meter.CreateCounter<long>("litepipeline.actions.started", "{attempt}");
    private static readonly Counter<long> ActionsFinished = Meter.CreateCounter<long>("litepipeline.actions.finished", "{attempt}");
    private static readonly UpDownCounter<long> Nodes = Meter.CreateUpDownCounter<long>("litepipeline.nodes", "{node}");
    private static readonly UpDownCounter<long> Slots = Meter.CreateUpDownCounter<long>("litepipeline.slots", "{slot}");
    private static readonly Histogram<long> CommitChanges = Meter.CreateHistogram<long>("litepipeline.commit.changes", "{change}");
    private static readonly Histogram<double> CommitDuration = Meter.CreateHistogram<double>("litepipeline.commit.duration", "s");

    internal static void Committed(int changes, TimeSpan duration)
    {
        CommitChanges.Record(changes);
        CommitDuration.Record(duration.TotalSeconds);
    }

    internal static void NodesChanged(int nodes, int slots)
    {
        Nodes.Add(nodes);
        Slots.Add(slots);
    }

    internal static void Happened(PipelineEvent happened)
    {
        switch (happened)
        {
            case PipelineEvent.TaskAccepted: TasksAccepted.Add(1); break;
            case PipelineEvent.TaskFinished finished when TasksFinished.Enabled:
                TasksFinished.Add(1, KeyValuePair.Create<string, object?>("status", finished.Status.ToString()));
                break;
            case PipelineEvent.WorkAccepted: WorksAccepted.Add(1); break;
            case PipelineEvent.WorkFinished finished when WorksFinished.Enabled:
                WorksFinished.Add(1, KeyValuePair.Create<string, object?>("status", finished.Status.ToString()));
                break;
            case PipelineEvent.ActionStarted: ActionsStarted.Add(1); break;
            case PipelineEvent.ActionFinished finished when ActionsFinished.Enabled:
                ActionsFinished.Add(1, KeyValuePair.Create<string, object?>("status", finished.Status.ToString()));
                break;
        }
    }
}
