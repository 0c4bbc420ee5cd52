#pragma warning disable CA1822, CS9113, CA1823, IDE0052, CS0414 // to go with the part that is not there yet
using LitePipeline.Core.Applications;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;

namespace LitePipeline.Core.Workflows;

/// <summary>The workflows.</summary>
internal sealed class WorkflowRegistry(ApplicationRegistry applications)
{
    private readonly Dictionary<WorkflowId, WorkflowRecord> _workflows = [];
    private long _lastSequence;

    public void Restore(StoreSnapshot snapshot)
    {
        _lastSequence = snapshot.LastWorkflowSequence;
        foreach (var workflow in snapshot.Workflows) _workflows.Add(workflow.Id, workflow);
    }

    public WorkflowRecord? Find(WorkflowId workflow) => _workflows.GetValueOrDefault(workflow);

    public ManagerReply Create(ManagerInput.CreateWorkflow command, Step step) => NotYet;

    public ManagerReply Update(ManagerInput.UpdateWorkflow command, Step step) => NotYet;

    public ManagerReply Delete(ManagerInput.DeleteWorkflow command, Step step) => NotYet;

    private static ManagerReply NotYet => new(new Refusal(ErrorCode.OperationFailed, "Not yet."));
}
