using System.Collections.Immutable;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Actions;

/// <summary>Runs actions of one kind on a node: as OS processes, in containers, as C# handlers. It knows nothing of tasks and graphs.</summary>
/// <remarks>Safe for use by many threads.</remarks>
public interface IActionExecutor
{
    /// <summary>Whether this executor is the one for <paramref name="action"/>.</summary>
    bool CanRun(ActionDefinition action);

    /// <summary>Starts an attempt. When this returns, the attempt either runs and would be found again by <see cref="EndLeftoverAsync"/> after a crash of the node, or has failed.</summary>
    Task<IRunningAction> StartAsync(ActionStart start, CancellationToken cancellationToken);

    /// <summary>Ends what an earlier life of this node left running in a workspace; nothing happens where nothing runs.</summary>
    Task EndLeftoverAsync(string workspace, CancellationToken cancellationToken);
}

/// <summary>What an executor gets.</summary>
/// <param name="Assignment">The attempt.</param>
/// <param name="Workspace">The action's own folder, absolute; <c>input.data</c> is in it when the executor asks for it by <paramref name="WriteInputAsync"/>.</param>
/// <param name="ApplicationFolder">The application's unpacked folder, absolute and to be left unchanged.</param>
/// <param name="WriteInputAsync">Creates the workspace and writes <c>input.data</c>, in which the workspace has the path that the action sees; an executor that hands the input over in memory need not call it.</param>
public sealed record ActionStart(
    ActionAssignment Assignment,
    string Workspace,
    string ApplicationFolder,
    Func<string, CancellationToken, Task> WriteInputAsync)
{
    /// <summary>The unpacked venv that the action's <c>env</c> names by its id; null for none.</summary>
    public string? VenvFolder { get; init; }

    /// <summary>The application's secrets, for the action's environment and nowhere else: an executor keeps them out of files, logs and messages.</summary>
    public ImmutableArray<ActionSecret> Secrets { get; init; } = [];
}

/// <summary>An attempt that runs.</summary>
public interface IRunningAction : IAsyncDisposable
{
    /// <summary>Completes when the attempt and all that it started have ended. It never faults.</summary>
    Task<ActionExit> Completion { get; }

    /// <summary>Sends the signal to all that the attempt started; nothing happens once it has ended.</summary>
    void Signal(StopSignal signal);
}

/// <summary>How an attempt ended, as its executor saw it.</summary>
public sealed record ActionExit
{
    /// <summary>The exit code, or minus the signal's number; null where nothing ran.</summary>
    public int? ReturnCode { get; init; }

    /// <summary>Why it failed; null after success.</summary>
    public ActionFailure? Failure { get; init; }

    /// <summary>The output, where the executor has it in memory; null to have <c>output.data</c> read.</summary>
    public ActionOutput? Output { get; init; }
}

/// <summary>An action's output: the content of <c>output.data</c>.</summary>
/// <param name="Data">The data for later actions, an object.</param>
/// <param name="Actions">The actions that it generated.</param>
public sealed record ActionOutput(JsonData Data, ImmutableArray<ActionDefinition> Actions)
{
    /// <summary>No data and no actions.</summary>
    public static ActionOutput Empty { get; } = new(default, []);
}
