using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Works;

/// <summary>Takes up a work from its rows: an unfinished one after a restart, a finished one that is to be recovered.</summary>
internal sealed class WorkReplay(ApplicationRegistry applications, TaskMachine tasks)
{
    /// <summary>Sets an unfinished work to where its rows say that it was.</summary>
    public static void Restore(WorkRun work, IEnumerable<WorkStepRecord> rows)
    {
        foreach (var row in rows)
        {
            var application = work.Find(row.Name) ?? Event(work, row.Name);
            application.Take(row);
            if (application.IsEvent) continue;
            if (application.Runs) work.Running++;
            else if (application.Status == RunStatus.Success) work.Complete(application);
            else if (application.Message is not null) Decide(work, application);
        }

        if (work.Outcome is null && work.Event is { Name: ApplicationDefinition.SuccessEvent }) work.Outcome = RunStatus.Success;
        if (work.Outcome is null && work.State.StopSignal is not null) (work.Outcome, work.OutcomeMessage) = (RunStatus.Kill, TaskMachine.Stopped);
    }

    /// <summary>The first failure decides how its work ends.</summary>
    public static void Decide(WorkRun work, WorkStep failed) => (work.Outcome, work.OutcomeMessage) = failed.Status switch
    {
        RunStatus.Kill => (RunStatus.Kill, $"Application '{failed.Name}' was stopped."),
        RunStatus.Error => (RunStatus.Error, $"Application '{failed.Name}' could not be run: {failed.Message}"),
        _ => (RunStatus.Fail, $"Application '{failed.Name}' failed: {failed.Message}"),
    };

    /// <summary>Sets a finished work to what it keeps, and takes up its tasks that have not succeeded. What is not taken up here is ready to be started anew.</summary>
    public void Recover(WorkRun work, ManagerInput.RecoverWork command, Step step)
    {
        var finished = command.Tasks.ToDictionary(task => task.Task.Id);
        foreach (var row in command.Steps)
        {
            var application = work.Find(row.Name);
            if (application is not null && row.Status == RunStatus.Success)
            {
                application.Take(row);
                work.Complete(application);
            }
            else if (application is null || row.Task is not { } id || !finished.TryGetValue(id, out var task) || !TakeUp(application, task, step))
            {
                // Event applications, and what is started anew: their rows tell of a run that is over.
                step.Change(new StoreChange.DeleteWorkStep(work.Id, row.Name));
            }
        }
    }

    // Refused where the version that the task ran is gone, for instance: then a new task runs all of it.
    private bool TakeUp(WorkStep application, FinishedTask finished, Step step)
    {
        if (tasks.Recover(finished, applications.Find(finished.Task.Application, finished.Task.Version), step).Refusal is not null) return false;
        application.Started(finished.Task.Id, RunStage.Recovering);
        application.Work.Running++;
        step.Change(new StoreChange.SaveWorkStep(application.ToRecord()));
        return true;
    }

    private static WorkStep Event(WorkRun work, string name) =>
        work.Event = work.NewEvent(name == ApplicationDefinition.SuccessEvent ? RunStatus.Success : RunStatus.Fail)!;
}
