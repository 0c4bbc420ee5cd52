#pragma warning disable CA1822, CS9113, CA1823, IDE0052, CS0414 // to go with the part that is not there yet
using LitePipeline.Core.Applications;
using LitePipeline.Core.Manager;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Services;

/// <summary>Keeps one task of each enabled service alive.</summary>
internal sealed class ServiceMachine(ManagerSettings settings, ApplicationRegistry applications, TaskIntake intake, TaskMachine tasks, Deadlines deadlines)
{
    /// <summary>Takes up the services; tasks have been restored before.</summary>
    public void Restore(StoreSnapshot snapshot, Step step) { }

    public ManagerReply Create(ManagerInput.CreateService command, Step step) => NotYet;

    public ManagerReply Update(ManagerInput.UpdateService command, Step step) => NotYet;

    /// <summary>Removes a service; the caller tells the nodes to remove its workspace.</summary>
    public ManagerReply Delete(ManagerInput.DeleteService command, Step step) => NotYet;

    /// <summary>The pause before a restart is over, unless something else happened since.</summary>
    public void RestartDue(ServiceId service, Step step) { }

    /// <summary>A service's task has begun.</summary>
    public void TaskStarted(TaskRecord task, Step step) { }

    /// <summary>A service's task has finished.</summary>
    public void TaskEnded(in EndedTask ended, Step step) { }

    private static ManagerReply NotYet => new(new Refusal(ErrorCode.OperationFailed, "Not yet."));
}
