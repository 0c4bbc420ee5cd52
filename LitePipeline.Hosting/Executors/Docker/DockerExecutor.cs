using Docker.DotNet;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Definitions.Containers;
using LitePipeline.Hosting.Node;
using LitePipeline.Hosting.Secrets;
using LitePipeline.Hosting.Venvs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LitePipeline.Hosting.Executors.Docker;

/// <summary>Runs actions in containers: the application's folder read-only, the workspace writable, the output in the workspace.</summary>
internal sealed partial class DockerExecutor(
    NodeData data, ContainerEngine engine, ContainerImages images, IOptions<DockerExecutorOptions> options, ILogger<DockerExecutor> logger) : IActionExecutor
{
    private static readonly TimeSpan PatienceAtStart = TimeSpan.FromSeconds(5);

    private Task _cleaned = Task.CompletedTask;

    public bool CanRun(ActionDefinition action) => action is { Main: not null, Docker: not null };

    public async Task<IRunningAction> StartAsync(ActionStart start, CancellationToken cancellationToken)
    {
        // What an earlier life left must be gone first: it may write into the same workspace.
        await _cleaned.WaitAsync(cancellationToken);
        var action = start.Assignment.Action;
        var arguments = ContainerArguments.Read(action.Docker!.Args);
        var command = ContainerCommand.Build(action.Main!, ActionVenv.Find(action, start.ApplicationFolder, start.VenvFolder));
        await start.WriteInputAsync(ContainerFolders.Workspace, cancellationToken);

        var log = new PreparationLog(Path.Combine(start.Workspace, WorkspaceContract.ContainerStdoutFile));
        var image = ImageOf(action.Docker, start.Assignment.DockerRegistry);
        await images.EnsureAsync(image, log.Write, cancellationToken);
        var parameters = ContainerParameters.Build(image, command, arguments, Mounts(start), EnvironmentOf(start.Assignment.Attempt), start.Secrets, ContainerLabels.Of(data.Id, start.Assignment.Attempt));
        string? container = null;
        try
        {
            container = (await engine.CallAsync((client, token) => client.Containers.CreateContainerAsync(parameters, token), cancellationToken)).ID;
            return await ContainerRun.StartAsync(engine, container, Path.Combine(start.Workspace, WorkspaceContract.ContainerStdoutFile), arguments.MemoryLimit, SecretMask.Of(start.Secrets), logger, cancellationToken);
        }
        catch (DockerApiException refused)
        {
            if (container is not null) await engine.RemoveAsync(container, CancellationToken.None);
            throw new ActionNotStartedException($"The container engine refused to run {image}: {refused.ResponseBody ?? refused.Message}");
        }
        catch when (container is not null)
        {
            _ = engine.RemoveAsync(container, CancellationToken.None);
            throw;
        }
    }

    public async Task EndLeftoverAsync(string workspace, CancellationToken cancellationToken)
    {
        _cleaned = CleanAsync();
        // An engine that is away keeps nobody from joining: containers wait for it, and it may be that none is ever asked for.
        await _cleaned.WaitAsync(PatienceAtStart, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task CleanAsync()
    {
        var ended = await engine.RemoveLabelledAsync($"{ContainerLabels.Node}={data.Id}", CancellationToken.None);
        if (ended > 0) LogLeftovers(ended);
    }

    private string ImageOf(DockerDefinition docker, string? registry)
    {
        if (options.Value.Registry.Length > 0) registry = options.Value.Registry;
        return string.IsNullOrEmpty(registry) ? $"{docker.Name}:{docker.Tag}" : $"{registry}/{docker.Name}:{docker.Tag}";
    }

    private static IEnumerable<string> Mounts(ActionStart start)
    {
        yield return $"{start.ApplicationFolder}:{ContainerFolders.Application}:ro";
        yield return $"{start.Workspace}:{ContainerFolders.Workspace}:rw";
        if (start.VenvFolder is { } venv) yield return $"{venv}:{ContainerFolders.Venv}:ro";
        // A venv's scripts name its folder on this node in full: it is there in the container, too.
        if (start.Assignment.Action.Env is not null && (start.VenvFolder ?? start.ApplicationFolder) is { } used) yield return $"{used}:{used}:ro";
    }

    private static IEnumerable<string> EnvironmentOf(AttemptKey attempt) =>
    [
        "PYTHONUNBUFFERED=1",
        $"LITEPIPELINE_TASK_ID={attempt.Task}",
        $"LITEPIPELINE_ACTION={attempt.Action}",
        $"LITEPIPELINE_ATTEMPT={attempt.Attempt}",
        $"LITEPIPELINE_WORKSPACE={ContainerFolders.Workspace}",
    ];

    [LoggerMessage(2610, LogLevel.Warning, "Removed {Count} containers that an earlier life of this node had left.")]
    private partial void LogLeftovers(int count);
}
