using System.Text.Json.Serialization;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Venvs;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Core.Events;

public abstract partial record PipelineEvent
{
    /// <summary>A venv was created.</summary>
    public sealed record VenvCreated(VenvId Venv, string Name) : PipelineEvent;

    /// <summary>A venv's name, description, package or current version changed.</summary>
    public sealed record VenvUpdated(VenvId Venv) : PipelineEvent;

    /// <summary>A venv was removed.</summary>
    public sealed record VenvDeleted(VenvId Venv) : PipelineEvent;

    /// <summary>A workflow was created.</summary>
    public sealed record WorkflowCreated(WorkflowId Workflow, string Name) : PipelineEvent;

    /// <summary>A workflow was changed.</summary>
    public sealed record WorkflowUpdated(WorkflowId Workflow) : PipelineEvent;

    /// <summary>A workflow was removed.</summary>
    public sealed record WorkflowDeleted(WorkflowId Workflow) : PipelineEvent;

    /// <summary>A work was accepted.</summary>
    public sealed record WorkAccepted(WorkId Work, string Name, WorkflowId Workflow) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override WorkId? AboutWork => Work;
    }

    /// <summary>A work's first tasks were accepted.</summary>
    public sealed record WorkStarted(WorkId Work) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override WorkId? AboutWork => Work;
    }

    /// <summary>A stop was accepted and something of the work still runs.</summary>
    public sealed record WorkStopping(WorkId Work) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override WorkId? AboutWork => Work;
    }

    /// <summary>A work has its final status.</summary>
    public sealed record WorkFinished(WorkId Work, RunStatus Status, string? Message) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override WorkId? AboutWork => Work;
    }

    /// <summary>A finished work was taken up again.</summary>
    /// <param name="Work">The work.</param>
    /// <param name="Recovered">Whether it keeps what had succeeded.</param>
    public sealed record WorkRestarted(WorkId Work, bool Recovered) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override WorkId? AboutWork => Work;
    }

    /// <summary>A work was removed.</summary>
    public sealed record WorkDeleted(WorkId Work) : PipelineEvent
    {
        /// <inheritdoc/>
        [JsonIgnore]
        public override WorkId? AboutWork => Work;
    }
}
