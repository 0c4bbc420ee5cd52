using LitePipeline.Core.Applications;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Works;

/// <summary>One application of a work that has not finished.</summary>
internal sealed class WorkStep(WorkRun work, string name, AppId application, int place)
{
    public WorkRun Work { get; } = work;

    public string Name { get; } = name;

    public AppId Application { get; } = application;

    /// <summary>Its place in the workflow; -1 for an event application, which stands outside of it.</summary>
    public int Place { get; } = place;

    /// <summary>How many of its conditions have not succeeded.</summary>
    public int Unmet { get; set; }

    /// <summary>Null until it is started.</summary>
    public RunStage? Stage { get; private set; }

    public RunStatus? Status { get; private set; }

    public TaskId? Task { get; private set; }

    /// <summary>Its output, kept while the work is in memory for those that wait for it and for the event application.</summary>
    public JsonData Output { get; private set; }

    public string? Message { get; private set; }

    public bool IsEvent => Place < 0;

    /// <summary>Whether its task has not finished.</summary>
    public bool Runs => Stage is { } stage && stage != RunStage.Finished;

    public void Started(TaskId task, RunStage stage = RunStage.Pending) =>
        (Stage, Status, Task, Output, Message) = (stage, null, task, default, null);

    public void Ended(RunStatus status, JsonData output = default, string? message = null) =>
        (Stage, Status, Output, Message) = (RunStage.Finished, status, output, message);

    public void Take(WorkStepRecord record) =>
        (Stage, Status, Task, Output, Message) = (record.Stage, record.Status, record.Task, record.Output, record.Message);

    public WorkStepRecord ToRecord() => new()
    {
        Work = Work.Id,
        Name = Name,
        Application = Application,
        Task = Task,
        Stage = Stage!.Value,
        Status = Status,
        Output = Output,
        Message = Message,
    };
}
