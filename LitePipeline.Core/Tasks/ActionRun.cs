using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Scheduling;

namespace LitePipeline.Core.Tasks;

/// <summary>One action of a task that has begun.</summary>
internal sealed class ActionRun(TaskRun task, ActionDefinition definition, NodeRequirement requirement, int index)
{
    public TaskRun Task { get; } = task;

    public ActionDefinition Definition { get; } = definition;

    public NodeRequirement Requirement { get; } = requirement;

    /// <summary>Its place in the graph; -1 for an event action, which stands outside of it.</summary>
    public int Index { get; } = index;

    public string Name => Definition.Name;

    /// <summary>How many of its conditions have not succeeded.</summary>
    public int Unmet { get; set; }

    public RunStage Stage { get; set; } = RunStage.Pending;

    public RunStatus? Status { get; set; }

    /// <summary>Whether it stands in the scheduler's queue.</summary>
    public bool IsQueued { get; set; }

    /// <summary>When it came to wait for the slot that it waits for, or got last; after a restart of the manager not earlier than that.</summary>
    public DateTimeOffset QueuedAt { get; set; }

    /// <summary>Which of its entries in the queue counts: a generated action may make it wait again.</summary>
    public int Ticket { get; set; }

    public int Attempt { get; set; }

    /// <summary>Its place in the order in which the task's actions were first started; -1 before that.</summary>
    public int Ordinal { get; set; } = -1;

    /// <summary>What its earlier attempts came to; null where there are none.</summary>
    public ActionHistory? History { get; set; }

    /// <summary>The node that it runs on.</summary>
    public NodeState? Node { get; set; }

    /// <summary>The node of its latest attempt.</summary>
    public NodeId? LastNode { get; set; }

    /// <summary>The venv's package that its attempt holds; null where it names none, and where the one that it names is gone.</summary>
    public PackageReference? Venv { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset EndedAt { get; set; }

    public int? ReturnCode { get; set; }

    /// <summary>What the attempt that runs has said last, for whoever looks; not stored.</summary>
    public ProgressLine? Progress { get; set; }

    /// <summary>What it returned, kept while the task is in memory for those that wait for it.</summary>
    public JsonData Result { get; set; }

    public JsonData Data { get; set; }

    /// <summary>Places in the lists of what runs, so that leaving them costs O(1).</summary>
    public int PlaceInTask { get; set; } = -1;

    public int PlaceInNode { get; set; } = -1;

    /// <summary>Generated actions that this one waits for beside its configured condition.</summary>
    public List<int>? AddedConditions { get; set; }

    /// <summary>Generated actions that wait for this one.</summary>
    public List<int>? AddedFollowers { get; set; }

    public bool IsEvent => Index < 0;

    /// <summary>Whether it has been given to a node since its task was accepted, rerun or recovered.</summary>
    public bool HasStarted => Attempt > Task.State.AttemptBase;

    /// <summary>Whether it waits again only because its latest attempt's node was away for too long: a node that comes back with that attempt is as good as another one, and further along.</summary>
    public bool MayReturn => Stage == RunStage.Pending && IsQueued && HasStarted
        && History is { RetryAt: null, Earlier: [.., { Failure.Kind: ActionFailureKind.NodeLost } latest] } && latest.Attempt == Attempt;

    public AttemptKey Key => new(Task.Id, Name, Attempt);

    public ActionRecord ToRecord(ActionFailure? failure = null) => new()
    {
        Task = Task.Id,
        Name = Name,
        Ordinal = Ordinal,
        Stage = Stage,
        Status = Status,
        Attempt = Attempt,
        Node = LastNode,
        StartedAt = Attempt == 0 ? null : StartedAt,
        EndedAt = Stage == RunStage.Finished ? EndedAt : null,
        ReturnCode = ReturnCode,
        Result = Result,
        Failure = failure,
        Retries = History?.Retries ?? 0,
        Losses = History?.Losses ?? 0,
        RetryAt = History?.RetryAt,
        Earlier = History?.Earlier ?? [],
    };

    /// <summary>The latest attempt, once it has ended and the action is to be run again.</summary>
    public EarlierAttempt ToEarlier(ActionFailure failure, int? returnCode, DateTimeOffset now) =>
        new(Attempt, LastNode, StartedAt, now, RunStatus.Fail, returnCode, failure);
}
