using System.Text;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;

namespace LitePipeline.Core.Tests.Manager;

internal sealed partial class MachineHarness
{
    private long _lastWorkflow;
    private long _lastWork;

    public Dictionary<WorkflowId, WorkflowRecord> Workflows { get; } = [];

    public Dictionary<WorkId, WorkRecord> Works { get; } = [];

    public OrderedDictionary<(WorkId Work, string Name), WorkStepRecord> Steps { get; } = [];

    public IEnumerable<WorkStepRecord> StepsOf(WorkId work) => Steps.Values.Where(step => step.Work == work);

    public WorkflowId DeployWorkflow(string configuration, bool enabled = true)
    {
        var id = new WorkflowId(NewId());
        Assert.Null(CreateWorkflow(id, configuration, enabled).Refusal);
        return id;
    }

    public ManagerReply CreateWorkflow(WorkflowId id, string configuration, bool enabled = true)
    {
        var json = Encoding.UTF8.GetBytes(configuration);
        return Decide(new ManagerInput.CreateWorkflow(id, "workflow", "", JsonData.Parse(json), DefinitionReader.ReadWorkflow(json), enabled));
    }

    public WorkId SubmitWork(WorkflowId workflow, string input = "{}")
    {
        var id = new WorkId(NewId());
        Assert.Null(Decide(new ManagerInput.CreateWork(id, "work", workflow, JsonData.Parse(input))).Refusal);
        return id;
    }

    public ManagerReply RerunWork(WorkId work) => Decide(new ManagerInput.RerunWork(Works[work]));

    /// <summary>Looks up what a recover needs, as the shell does.</summary>
    public ManagerReply RecoverWork(WorkId work)
    {
        WorkStepRecord[] steps = [.. StepsOf(work)];
        var finished = steps
            .Where(step => step.Status != RunStatus.Success && step.Task is { } task && Tasks.TryGetValue(task, out var record) && record.State.Stage == RunStage.Finished)
            .Select(step => Finished(step.Task!.Value));
        return Decide(new ManagerInput.RecoverWork(Works[work], [.. steps], [.. finished]));
    }

    public FinishedTask Finished(TaskId task) =>
        new(Tasks[task], [.. Actions.Values.Where(action => action.Task == task).OrderBy(action => action.Ordinal)]);

    private StoreSnapshot WithWorks(StoreSnapshot snapshot)
    {
        WorkRecord[] unfinished = [.. Works.Values.Where(work => work.State.Stage != RunStage.Finished).OrderBy(work => work.Sequence)];
        return snapshot with
        {
            Workflows = [.. Workflows.Values],
            Works = unfinished,
            WorkSteps = [.. unfinished.SelectMany(work => StepsOf(work.Id))],
            LastWorkflowSequence = _lastWorkflow,
            LastWorkSequence = _lastWork,
        };
    }

    private bool ApplyToWorks(StoreChange change)
    {
        switch (change)
        {
            case StoreChange.SaveWorkflow save:
                Workflows[save.Workflow.Id] = save.Workflow;
                _lastWorkflow = Math.Max(_lastWorkflow, save.Workflow.Sequence);
                return true;
            case StoreChange.DeleteWorkflow delete: return Workflows.Remove(delete.Workflow);
            case StoreChange.AddWork add:
                Works.Add(add.Work.Id, add.Work);
                _lastWork = add.Work.Sequence;
                return true;
            case StoreChange.UpdateWork update:
                Works[update.Work] = Works[update.Work] with { State = update.State };
                return true;
            case StoreChange.RestartWork restart:
                Works[restart.Work] = Works[restart.Work] with { Configuration = restart.Configuration, State = restart.State };
                RemoveSteps(restart.Work);
                return true;
            case StoreChange.DeleteWork delete:
                RemoveSteps(delete.Work);
                return Works.Remove(delete.Work);
            case StoreChange.SaveWorkStep save:
                Steps[(save.Step.Work, save.Step.Name)] = save.Step;
                return true;
            case StoreChange.DeleteWorkStep delete: return Steps.Remove((delete.Work, delete.Name));
            default: return false;
        }
    }

    private void RemoveSteps(WorkId work)
    {
        foreach (var step in StepsOf(work).ToArray()) Steps.Remove((work, step.Name));
    }
}
