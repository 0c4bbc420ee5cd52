using Docker.DotNet;
using Docker.DotNet.Models;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Secrets;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Hosting.Executors.Docker;

/// <summary>A container that runs, until it has ended and its output is in the workspace.</summary>
internal sealed partial class ContainerRun : IRunningAction
{
    private readonly ContainerEngine _engine;
    private readonly string _container;
    private readonly string _output;
    private readonly long? _memoryLimit;
    private readonly SecretMask _mask;
    private readonly ILogger _logger;
    private volatile bool _signalled;

    private ContainerRun(ContainerEngine engine, string container, string output, long? memoryLimit, SecretMask mask, MultiplexedStream attached, ILogger logger)
    {
        (_engine, _container, _output, _memoryLimit, _mask, _logger) = (engine, container, output, memoryLimit, mask, logger);
        Completion = CompleteAsync(attached);
    }

    public Task<ActionExit> Completion { get; }

    /// <exception cref="DockerApiException">The engine refused.</exception>
    public static async Task<ContainerRun> StartAsync(ContainerEngine engine, string container, string output, long? memoryLimit, SecretMask mask, ILogger logger, CancellationToken cancellationToken)
    {
        // Attached before it starts: nothing of its output is missed.
        var attached = await AttachAsync(engine, container, cancellationToken);
        try
        {
            await engine.CallAsync((client, token) => client.Containers.StartContainerAsync(container, new ContainerStartParameters(), token), cancellationToken);
        }
        catch
        {
            attached.Dispose();
            throw;
        }

        return new ContainerRun(engine, container, output, memoryLimit, mask, attached, logger);
    }

    public void Signal(StopSignal signal)
    {
        _signalled = true;
        _ = SignalAsync(signal);
    }

    public async ValueTask DisposeAsync()
    {
        if (!Completion.IsCompleted) await SignalAsync(StopSignal.Kill);
        await Completion;
        // An engine that is away must not keep the result back; what stays is removed at the node's next start.
        var removing = _engine.RemoveAsync(_container, CancellationToken.None);
        await removing.WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SignalAsync(StopSignal signal)
    {
        try
        {
            await _engine.CallAsync((client, token) => client.Containers.KillContainerAsync(
                _container, new ContainerKillParameters { Signal = signal == StopSignal.Terminate ? "SIGTERM" : "SIGKILL" }, token), CancellationToken.None);
        }
        catch (DockerApiException)
        {
            // It has ended already.
        }
        catch (ObjectDisposedException)
        {
            // The node ends, and its containers are removed at its next start.
        }
    }

    private async Task<ActionExit> CompleteAsync(MultiplexedStream attached)
    {
        try
        {
            await using var file = new FileStream(_output, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 0, useAsync: false);
            var copying = CopyAsync(attached, file);
            var (state, wasAway) = await WaitAsync(() => copying = ResumeAsync(copying, file));
            await copying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return Describe(state, wasAway);
        }
        catch (Exception failure)
        {
            LogFailed(failure, _container);
            return new ActionExit { Failure = new ActionFailure(ActionFailureKind.NodeLost, $"The node lost sight of the container: {failure.Message}") };
        }
    }

    // Returns how it ended, and whether the engine was away meanwhile; null where the container is gone.
    private async Task<(ContainerState? State, bool WasAway)> WaitAsync(Action stillRuns)
    {
        var wasAway = false;
        while (true)
        {
            try
            {
                await _engine.TryAsync(client => client.Containers.WaitContainerAsync(_container, CancellationToken.None));
            }
            catch (Exception failure) when (ContainerEngine.IsAway(failure) || failure is DockerApiException)
            {
                wasAway |= ContainerEngine.IsAway(failure);
            }

            try
            {
                var state = (await _engine.CallAsync((client, token) => client.Containers.InspectContainerAsync(_container, token), CancellationToken.None)).State;
                if (!state.Running && !state.Restarting) return (state, wasAway);
                if (wasAway) stillRuns();
            }
            catch (DockerContainerNotFoundException)
            {
                return (null, wasAway);
            }
        }
    }

    private ActionExit Describe(ContainerState? state, bool wasAway)
    {
        if (state is { ExitCode: 0 }) return new ActionExit { ReturnCode = 0 };
        if (state is null || wasAway || EndedFromOutside(state))
        {
            return new ActionExit
            {
                ReturnCode = (int?)state?.ExitCode,
                Failure = new ActionFailure(ActionFailureKind.NodeLost, "Its container was ended from outside: the engine stopped, or somebody removed or killed it."),
            };
        }

        var code = (int)state.ExitCode;
        var message = state.OOMKilled
            ? $"It was killed because it needed more memory than it may have{(_memoryLimit is { } limit ? $": its mem_limit is {limit:N0} bytes" : "")}. Raise mem_limit, or make it need less."
            : $"Its container ended with exit code {code}.{(string.IsNullOrEmpty(state.Error) ? "" : $" {state.Error}")}";
        return new ActionExit { ReturnCode = code, Failure = new ActionFailure(ActionFailureKind.Exit, message) };
    }

    // An engine that shuts down ends its containers while it still answers: SIGTERM (143), then SIGKILL (137).
    private bool EndedFromOutside(ContainerState state) => !_signalled && !state.OOMKilled && state.ExitCode is (137 or 143);

    private static Task<MultiplexedStream> AttachAsync(ContainerEngine engine, string container, CancellationToken cancellationToken) =>
        engine.CallAsync((client, token) => client.Containers.AttachContainerAsync(container, tty: false, new ContainerAttachParameters { Stream = true, Stdout = true, Stderr = true }, token), cancellationToken);

    // An engine that keeps containers alive over its restart: what they wrote meanwhile stays with the engine.
    private async Task ResumeAsync(Task before, FileStream file)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CopyAsync(await AttachAsync(_engine, _container, CancellationToken.None), file);
    }

    private async Task CopyAsync(MultiplexedStream attached, FileStream file)
    {
        using (attached)
        {
            var output = new MaskedOutput(_mask, file);
            var buffer = new byte[81920];
            while (true)
            {
                var read = await attached.ReadOutputAsync(buffer, 0, buffer.Length, CancellationToken.None);
                if (read.EOF)
                {
                    output.Complete();
                    return;
                }

                output.Write(buffer.AsSpan(0, read.Count));
            }
        }
    }

    [LoggerMessage(2620, LogLevel.Error, "The container {Container} could not be followed to its end.")]
    private partial void LogFailed(Exception failure, string container);
}
