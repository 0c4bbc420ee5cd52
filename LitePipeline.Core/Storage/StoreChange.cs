using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Storage;

/// <summary>One change that a decision makes to the store.</summary>
public abstract record StoreChange
{
    private StoreChange() { }

    /// <summary>Adds an application or replaces its row.</summary>
    public sealed record SaveApplication(ApplicationRecord Application) : StoreChange;

    /// <summary>Adds a version to an application's history.</summary>
    public sealed record AddApplicationVersion(ApplicationVersionRecord Version) : StoreChange;

    /// <summary>Removes an application and its history.</summary>
    public sealed record DeleteApplication(AppId Application) : StoreChange;

    /// <summary>Adds a task.</summary>
    public sealed record AddTask(TaskRecord Task) : StoreChange;

    /// <summary>Replaces the changing part of a task.</summary>
    public sealed record UpdateTask(TaskId Task, TaskState State) : StoreChange;

    /// <summary>Removes a task and its actions.</summary>
    public sealed record DeleteTask(TaskId Task) : StoreChange;

    /// <summary>Adds an action's row or replaces it.</summary>
    public sealed record SaveAction(ActionRecord Action) : StoreChange;
}
