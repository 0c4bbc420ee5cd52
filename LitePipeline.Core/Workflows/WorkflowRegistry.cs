using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Events;
using LitePipeline.Core.Graph;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Workflows;

/// <summary>The workflows.</summary>
internal sealed class WorkflowRegistry(ApplicationRegistry applications)
{
    private readonly Dictionary<WorkflowId, Workflow> _workflows = [];
    private long _lastSequence;

    public void Restore(StoreSnapshot snapshot)
    {
        _lastSequence = snapshot.LastWorkflowSequence;
        foreach (var workflow in snapshot.Workflows)
            _workflows.Add(workflow.Id, new Workflow(workflow, new WorkflowPlan(DefinitionReader.ReadWorkflow(workflow.Configuration.Utf8))));
    }

    public WorkflowRecord? Find(WorkflowId workflow) => _workflows.GetValueOrDefault(workflow)?.Record;

    /// <summary>Finds a workflow of which a work may be run now; else the refusal.</summary>
    public Refusal? FindRunnable(WorkflowId id, out Workflow workflow)
    {
        if (!_workflows.TryGetValue(id, out workflow!)) return Unknown(id);
        if (!workflow.Record.Enabled) return new Refusal(ErrorCode.WorkflowDisabled, $"The workflow {id} is disabled; enable it first.", "workflow_id");
        if (workflow.Plan.Applications.IsEmpty)
            return new Refusal(ErrorCode.InvalidParameters, $"The workflow {id} has no applications yet; update it with a configuration first.", "workflow_id");
        return FindMissing(workflow.Plan.Definition);
    }

    /// <summary>The plan of a work's configuration; the workflow's own where it has not been changed since.</summary>
    public WorkflowPlan PlanOf(WorkflowId workflow, JsonData configuration) =>
        _workflows.TryGetValue(workflow, out var known) && known.Record.Configuration == configuration
            ? known.Plan
            : new WorkflowPlan(DefinitionReader.ReadWorkflow(configuration.Utf8));

    public ManagerReply Create(ManagerInput.CreateWorkflow command, Step step)
    {
        if (_workflows.ContainsKey(command.Id))
            return Refuse(new Refusal(ErrorCode.InvalidParameters, $"A workflow with the id {command.Id} exists already.", "workflow_id"));
        if (FindMissing(command.Definition) is { } missing) return Refuse(missing);
        var record = new WorkflowRecord
        {
            Id = command.Id,
            Sequence = ++_lastSequence,
            Name = command.Name,
            Description = command.Description,
            Configuration = command.Configuration,
            Enabled = command.Enabled,
            CreatedAt = step.Now,
            UpdatedAt = step.Now,
        };
        Save(record, new WorkflowPlan(command.Definition), step);
        step.Publish(new PipelineEvent.WorkflowCreated(command.Id, command.Name) { At = step.Now });
        return ManagerReply.Accepted;
    }

    public ManagerReply Update(ManagerInput.UpdateWorkflow command, Step step)
    {
        if (!_workflows.TryGetValue(command.Id, out var known)) return Refuse(Unknown(command.Id));
        if (command.Definition is not null && FindMissing(command.Definition) is { } missing) return Refuse(missing);
        var record = known.Record with
        {
            Name = command.Name ?? known.Record.Name,
            Description = command.Description ?? known.Record.Description,
            Configuration = command.Definition is null ? known.Record.Configuration : command.Configuration,
            Enabled = command.Enabled ?? known.Record.Enabled,
            UpdatedAt = step.Now,
        };
        Save(record, command.Definition is null ? known.Plan : new WorkflowPlan(command.Definition), step);
        step.Publish(new PipelineEvent.WorkflowUpdated(command.Id) { At = step.Now });
        return ManagerReply.Accepted;
    }

    public ManagerReply Delete(ManagerInput.DeleteWorkflow command, Step step)
    {
        if (!_workflows.Remove(command.Id)) return Refuse(Unknown(command.Id));
        step.Change(new StoreChange.DeleteWorkflow(command.Id));
        step.Publish(new PipelineEvent.WorkflowDeleted(command.Id) { At = step.Now });
        return ManagerReply.Accepted;
    }

    /// <summary>The refusal of a definition that names applications which do not exist; null where all do.</summary>
    public Refusal? FindMissing(WorkflowDefinition definition)
    {
        List<DefinitionProblem>? problems = null;
        for (var i = 0; i < definition.Applications.Length; i++) Check($"$.applications[{i}].app_id", definition.Applications[i].Application);
        Check($"$.event_applications.{ApplicationDefinition.SuccessEvent}.app_id", definition.OnSuccess);
        Check($"$.event_applications.{ApplicationDefinition.FailEvent}.app_id", definition.OnFail);
        return problems is null ? null : new Refusal(ErrorCode.AppNotExists, Describe(problems), problems[0].Path);

        void Check(string path, AppId? application)
        {
            if (application is { } id && applications.Current(id) is null)
                (problems ??= []).Add(new DefinitionProblem(path, $"There is no application {id}."));
        }
    }

    /// <summary>The refusal of a request that names a workflow which does not exist.</summary>
    public static Refusal Unknown(WorkflowId workflow) =>
        new(ErrorCode.WorkflowNotExists, $"There is no workflow {workflow}; list the workflows to find the right id.", "workflow_id");

    private static string Describe(List<DefinitionProblem> problems)
    {
        const int shown = 20;
        var more = problems.Count > shown ? $" {problems.Count - shown} more are missing." : "";
        return $"{string.Join(" ", problems.Take(shown))}{more} List the applications to find the right ids.";
    }

    private void Save(WorkflowRecord record, WorkflowPlan plan, Step step)
    {
        _workflows[record.Id] = new Workflow(record, plan);
        step.Change(new StoreChange.SaveWorkflow(record));
    }

    private static ManagerReply Refuse(Refusal refusal) => new(refusal);
}

/// <summary>A workflow as the machine holds it: its row, and its definition made ready to run.</summary>
internal sealed record Workflow(WorkflowRecord Record, WorkflowPlan Plan);
