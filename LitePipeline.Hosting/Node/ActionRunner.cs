using System.Buffers;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Transport;
using LitePipeline.Hosting.Artifacts;
using LitePipeline.Hosting.Executors;
using LitePipeline.Hosting.Secrets;
using LitePipeline.Hosting.Venvs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Node;

/// <summary>Runs one attempt: package, workspace, executor, output. Whatever happens becomes a result.</summary>
internal sealed partial class ActionRunner(
    IEnumerable<IActionExecutor> executors,
    PackageCache packages,
    WorkspaceFolder workspaces,
    NodeSelf self,
    AttemptWatch watch,
    ArtifactCollector artifacts,
    ArtifactInputs artifactInputs,
    IOptions<NodeOptions> options,
    TimeProvider time,
    ILogger<ActionRunner> logger)
{
    private readonly IActionExecutor[] _executors = [.. executors];
    private readonly WorkspaceTurns _turns = new();

    /// <summary>What can run actions here.</summary>
    public IReadOnlyList<IActionExecutor> Executors => _executors;

    public async Task<ActionResult> RunAsync(RunningAttempt attempt)
    {
        var started = time.GetUtcNow();
        ActionExit exit;
        try
        {
            exit = await RunCoreAsync(attempt);
        }
        catch (OperationCanceledException) when (attempt.Stopped is not null || attempt.Discarded)
        {
            exit = new ActionExit();
        }
        catch (ActionNotStartedException failure)
        {
            exit = new ActionExit { Failure = failure.Failure };
        }
        catch (Exception failure)
        {
            if (attempt.Mask.IsEmpty) LogFailed(failure, attempt.Key);
            else LogFailedMasked(attempt.Mask.Apply(failure.ToString()), attempt.Key);
            exit = new ActionExit { Failure = new ActionFailure(ActionFailureKind.NotStarted, $"The node {self.Description.Name} could not run the action: {failure.Message}") };
        }
        return new ActionResult
        {
            StartedAt = started,
            EndedAt = time.GetUtcNow(),
            ReturnCode = exit.ReturnCode,
            Failure = attempt.Stopped is { } signal ? new ActionFailure(ActionFailureKind.Stopped, $"A stop with signal {(int)signal} ended it.") : attempt.Mask.Apply(exit.Failure),
            Data = exit.Output?.Data ?? default,
            Actions = exit.Output?.Actions ?? [],
            Artifacts = attempt.Stopped is null && exit.Failure is null ? attempt.Artifacts : [],
        };
    }

    // Its command has ended; a stop that comes while files are read is one all the same.
    private async Task<ActionExit> CollectAsync(ActionExit exit, RunningAttempt attempt, string workspace)
    {
        if (exit.Failure is not null || attempt.Assignment.Action.Artifacts.IsDefaultOrEmpty) return exit;
        try
        {
            attempt.Artifacts = await artifacts.CollectAsync(attempt.Assignment.Action, workspace, attempt.Preparing);
            return exit;
        }
        catch (ActionNotStartedException failure)
        {
            return exit with { Failure = failure.Failure, Output = null };
        }
    }

    private Task<ActionExit> RunCoreAsync(RunningAttempt attempt)
    {
        var action = attempt.Assignment.Action;
        foreach (var executor in _executors)
        {
            if (!executor.CanRun(action)) continue;
            // A handler is code of this process: it needs no package, and what it does not ask for is not made.
            return action.Handler is null ? Task.Run(() => RunWithPackageAsync(executor, attempt)) : RunWithoutPackageAsync(executor, attempt);
        }
        return Task.FromResult(new ActionExit { Failure = new ActionFailure(ActionFailureKind.NotStarted, ExplainNoExecutor(action)) });
    }

    private async Task<ActionExit> RunWithoutPackageAsync(IActionExecutor executor, RunningAttempt attempt)
    {
        var workspace = WorkspaceOf(attempt);
        var running = await executor.StartAsync(StartOf(attempt, workspace, ""), CancellationToken.None);
        attempt.Started(running);
        using var limit = Limit(running, attempt);
        var exit = await running.Completion;
        exit = exit with { Output = attempt.Mask.Apply(exit.Output) };
        limit?.Dispose();
        await running.DisposeAsync();
        if (limit is { IsReached: true }) return exit with { Failure = limit.ToFailure(), Output = null };
        return exit.Output?.Data.Utf8.Length > options.Value.MaxOutputSize
            ? exit with { Failure = OutputTooLong("output"), Output = null }
            : await CollectAsync(exit, attempt, workspace);
    }

    private async Task<ActionExit> RunWithPackageAsync(IActionExecutor executor, RunningAttempt attempt)
    {
        var cancellationToken = attempt.Preparing;
        using var venv = await FetchVenvAsync(attempt.Assignment, cancellationToken);
        using var package = await FetchAsync(attempt.Assignment.Package, "package", cancellationToken);
        var workspace = WorkspaceOf(attempt);
        using var turn = await _turns.TakeAsync(workspace, cancellationToken);
        await using var running = await StartAsync(executor, StartOf(attempt, workspace, package.Folder) with { VenvFolder = venv?.Folder }, venv ?? package, cancellationToken);
        attempt.Started(running);
        using var limit = Limit(running, attempt);
        var exit = await watch.FollowAsync(workspace, attempt, running.Completion);
        limit?.Dispose();
        if (limit is { IsReached: true }) exit = exit with { Failure = limit.ToFailure() };
        if (exit is { Failure.Kind: ActionFailureKind.Exit or ActionFailureKind.TimedOut })
            exit = exit with { Failure = exit.Failure with { Message = exit.Failure.Message + OutputTail.Read(workspace) } };
        else if (exit is { Failure: null, Output: null }) exit = await ReadOutputAsync(exit, attempt.Mask, workspace);
        WorkspaceMask.Apply(workspace, attempt.Mask);
        return await CollectAsync(exit, attempt, workspace);
    }

    private RunLimit? Limit(IRunningAction running, RunningAttempt attempt) =>
        RunLimit.Start(running, attempt.Assignment.Action.Timeout, options.Value.TimeoutGracePeriod, time);

    private async Task<PackageLease?> FetchVenvAsync(ActionAssignment assignment, CancellationToken cancellationToken)
    {
        if (assignment.Venv is { } venv) return await FetchAsync(venv, "venv", cancellationToken);
        if (!Guid.TryParse(assignment.Action.Env, out var id)) return null;
        throw new ActionNotStartedException($"The venv {id}, which the action's env names, was removed; create it anew, and name the new id in the application.", ActionFailureKind.Package);
    }

    private async Task<PackageLease> FetchAsync(PackageReference package, string what, CancellationToken cancellationToken)
    {
        try { return await packages.GetAsync(package, cancellationToken); }
        catch (Exception failure) when (failure is PackageInvalidException or StreamRefusedException)
        {
            throw new ActionNotStartedException($"The {what} {package.Sha1} cannot be used: {failure.Message}", ActionFailureKind.Package, failure);
        }
    }

    private static async Task<IRunningAction> StartAsync(IActionExecutor executor, ActionStart start, PackageLease holdsVenv, CancellationToken cancellationToken)
    {
        try { return await executor.StartAsync(start, cancellationToken); }
        catch (VenvWithoutPythonException)
        {
            holdsVenv.Discard();
            throw;
        }
    }

    private string WorkspaceOf(RunningAttempt attempt) =>
        workspaces.Of(TaskFolderOf(attempt.Assignment), attempt.Assignment.Action.Name);

    public static TaskFolder TaskFolderOf(ActionAssignment assignment) =>
        new(assignment.Attempt.Task, assignment.TaskCreatedAt, assignment.Service);

    private ActionStart StartOf(RunningAttempt attempt, string workspace, string applicationFolder) =>
        new(attempt.Assignment, workspace, applicationFolder, (shown, cancellationToken) => WriteInputAsync(attempt.Assignment, workspace, shown, cancellationToken)) { Secrets = attempt.Secrets };

    private async Task WriteInputAsync(ActionAssignment assignment, string workspace, string shown, CancellationToken cancellationToken)
    {
        workspaces.Create(workspace, assignment.Attempt, keep: assignment.Service is not null);
        var text = new ArrayBufferWriter<byte>();
        WorkspaceContract.WriteInput(text, assignment, shown, self.Description);
        WorkspaceFolder.WriteNew(Path.Combine(workspace, WorkspaceContract.InputFile), text.WrittenSpan);
        await artifactInputs.BringAsync(assignment, workspace, cancellationToken);
    }

    private async Task<ActionExit> ReadOutputAsync(ActionExit exit, SecretMask mask, string workspace)
    {
        var path = Path.Combine(workspace, WorkspaceContract.OutputFile);
        if (!File.Exists(path)) return exit with { Output = ActionOutput.Empty };
        if (new FileInfo(path).Length > options.Value.MaxOutputSize)
            return exit with { Failure = OutputTooLong(WorkspaceContract.OutputFile) };
        try
        {
            return exit with { Output = DefinitionReader.ReadOutput(mask.Apply(await File.ReadAllBytesAsync(path))) };
        }
        catch (Exception failure) when (failure is DefinitionInvalidException or IOException or UnauthorizedAccessException)
        {
            return exit with { Failure = new ActionFailure(ActionFailureKind.BadOutput, $"Its {WorkspaceContract.OutputFile} cannot be used: {failure.Message}") };
        }
    }

    private ActionFailure OutputTooLong(string what) =>
        new(ActionFailureKind.BadOutput, $"Its {what} is longer than {options.Value.MaxOutputSize} bytes; keep large data in files and put their names into the output, or raise MaxOutputSize.");

    private string ExplainNoExecutor(ActionDefinition action)
    {
        if (action.Handler is { } handler) return $"The node {self.Description.Name} has no C# handler named '{handler}': register it with AddAction, or name one of: {string.Join(", ", self.Description.Handlers)}.";
        return action.Docker is not null
            ? $"The node {self.Description.Name} runs no containers."
            : $"The node {self.Description.Name} runs no commands: call UseProcessExecutor on it.";
    }

    [LoggerMessage(2300, LogLevel.Error, "The attempt {Attempt} could not be run.")]
    private partial void LogFailed(Exception failure, AttemptKey attempt);

    [LoggerMessage(2301, LogLevel.Error, "The attempt {Attempt} could not be run: {Failure}")]
    private partial void LogFailedMasked(string failure, AttemptKey attempt);
}
