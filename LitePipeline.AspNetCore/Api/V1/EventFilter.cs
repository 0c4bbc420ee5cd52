using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.Core;
using LitePipeline.Core.Events;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>Which events a caller wants: those of a task, those of a work and its tasks, those of some kinds.</summary>
internal sealed class EventFilter
{
    private static readonly Dictionary<string, Type> Kinds = ApiJsonContext.Default.PipelineEvent.PolymorphismOptions!.DerivedTypes
        .ToDictionary(derived => (string)derived.TypeDiscriminator!, derived => derived.DerivedType, StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<TaskId> _tasksOfWork = [];
    private readonly TaskId? _task;
    private readonly WorkId? _work;
    private readonly HashSet<Type>? _kinds;

    private EventFilter(TaskId? task, WorkId? work, HashSet<Type>? kinds) => (_task, _work, _kinds) = (task, work, kinds);

    public static EventFilter Read(string? task, string? work, string? kind) => new(
        Parameter.OptionalId(task, "task") is { } taskId ? new TaskId(taskId) : null,
        Parameter.OptionalId(work, "work") is { } workId ? new WorkId(workId) : null,
        string.IsNullOrEmpty(kind) ? null : [.. kind.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Kind)]);

    /// <summary>Refuses a work that there is not.</summary>
    public async Task CheckAsync(IPipelineManager manager, CancellationToken cancellationToken)
    {
        if (_work is { } work) await manager.GetWorkAsync(work, cancellationToken);
    }

    /// <summary>Learns which tasks the work has so far; called when events come in already, so that none of its tasks is missed.</summary>
    public async Task FollowAsync(IPipelineManager manager, CancellationToken cancellationToken)
    {
        if (_work is not { } work) return;
        var tasks = await manager.ListTasksAsync(new TaskQuery { Work = work }, cancellationToken);
        _tasksOfWork.UnionWith(tasks.Items.Select(task => task.Id));
    }

    /// <summary>Whether an event is wanted. One thread asks, in the order of the events.</summary>
    public bool Wants(PipelineEvent happened)
    {
        if (_task is not null && happened.About != _task) return false;
        if (_work is null) return IsOfKind(happened);
        if (happened is PipelineEvent.TaskAccepted accepted && accepted.Work == _work) _tasksOfWork.Add(accepted.Task);
        return (happened.AboutWork == _work || (happened.About is { } task && _tasksOfWork.Contains(task))) && IsOfKind(happened);
    }

    private bool IsOfKind(PipelineEvent happened) => _kinds is null || _kinds.Contains(happened.GetType());

    private static Type Kind(string name) => Kinds.TryGetValue(name, out var kind)
        ? kind
        : throw Parameter.Refuse("kind", $"kind names '{(name.Length <= 100 ? name : name[..100])}'; give one or more of {string.Join(", ", Kinds.Keys)}, with commas between.");
}
