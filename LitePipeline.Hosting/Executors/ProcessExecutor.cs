using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Executors.ControlGroups;
using LitePipeline.Hosting.Node;
using LitePipeline.Hosting.Secrets;
using LitePipeline.Hosting.Venvs;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Hosting.Executors;

/// <summary>Runs the commands of applications as OS processes, each with its children in a session of its own.</summary>
internal sealed partial class ProcessExecutor(NodeData data, ProcessRecords records, ProcessLimits limits, ILogger<ProcessExecutor> logger) : IActionExecutor
{
    private readonly ActionEnvironment _environment = new(data);

    public bool CanRun(ActionDefinition action) => action is { Main: not null, Docker: null };

    public async Task<IRunningAction> StartAsync(ActionStart start, CancellationToken cancellationToken)
    {
        var action = start.Assignment.Action;
        var arguments = ActionCommand.Build(action.Main!, ActionVenv.FindRunnable(action, start.ApplicationFolder, start.VenvFolder), start.Workspace);
        await start.WriteInputAsync(start.Workspace, cancellationToken);
        var output = Path.Combine(start.Workspace, WorkspaceContract.StdoutFile);
        if (OperatingSystem.IsWindows()) return PortableProcess.Start(arguments, start.ApplicationFolder, output, _environment.Own(start), SecretMask.Of(start.Secrets));

        var group = limits.Open(action.Resources, start.Assignment.Attempt);
        if (group is not null && CommandFile.FindError(arguments[0], start.ApplicationFolder) is var missing and not 0)
        {
            // Inside it would be the shell that does not find it.
            await group.EndAsync();
            throw new ActionNotStartedException(Explain(missing, arguments[0], start));
        }

        var pipe = MaskedPipe.Open(output, start.Secrets);
        var command = new PosixCommand(group?.Wrap(arguments) ?? arguments, start.ApplicationFolder, output, _environment.All(start)) { OutputDescriptor = pipe?.Descriptor };
        var before = BootTicks.Now();
        var (process, error) = PosixProcess.Start(command);
        if (error == PosixNative.ErrorNoExec)
        {
            // A script without a first line that names its interpreter: bash runs it, as it would have if asked.
            (process, error) = PosixProcess.Start(command with { Arguments = ["bash", .. arguments] });
        }
        if (process is not null)
        {
            pipe?.Start();
            return new ProcessRun(process, records.Add(process.Pid, before, BootTicks.Now()), group, pipe);
        }

        pipe?.Dispose();
        if (group is not null) await group.EndAsync();
        throw new ActionNotStartedException(Explain(error, command.Arguments[0], start));
    }

    public Task EndLeftoverAsync(string workspace, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux()) return Task.CompletedTask;
        return Task.Run(async () =>
        {
            var ended = await limits.EndLeftoversAsync() + Leftovers.End(data, records, workspace, cancellationToken);
            if (ended > 0) LogLeftovers(ended, workspace);
        }, cancellationToken);
    }

    private static string Explain(int error, string command, ActionStart start) => error switch
    {
        PosixNative.ErrorNoEntry when !Directory.Exists(start.ApplicationFolder) => $"The application's folder {start.ApplicationFolder} is gone.",
        PosixNative.ErrorNoEntry => $"The command '{command}' was not found on this node: it is neither in the PATH nor, with a path such as ./{command}, in the package.",
        PosixNative.ErrorAccess => $"The command '{command}' may not be run: give it the execute bit (chmod +x) and pack it anew, or name its interpreter in main.",
        _ => $"The command '{command}' could not be started: {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)} (error {error}).",
    };

    [LoggerMessage(2100, LogLevel.Warning, "Ended {Count} processes that an earlier life of this node had left running for workspaces in {Folder}.")]
    private partial void LogLeftovers(int count, string folder);

    private sealed class ProcessRun : IRunningAction
    {
        private readonly PosixProcess _process;
        private readonly ProcessRecord? _record;
        private readonly ActionGroup? _group;
        private readonly MaskedPipe? _output;

        public ProcessRun(PosixProcess process, ProcessRecord? record, ActionGroup? group, MaskedPipe? output)
        {
            (_process, _record, _group, _output) = (process, record, group, output);
            Completion = CompleteAsync();
        }

        public Task<ActionExit> Completion { get; }

        public void Signal(StopSignal signal)
        {
            _process.SignalGroup(-(int)signal);
            _group?.Signal(-(int)signal, _process.Pid);
        }

        public async ValueTask DisposeAsync()
        {
            Signal(StopSignal.Kill);
            await Completion;
        }

        private async Task<ActionExit> CompleteAsync()
        {
            var code = await _process.Ended;
            var outOfMemory = _group is null ? null : await _group.EndAsync();
            if (_output is not null) await _output.EndAsync();
            _record?.Remove();
            return ProcessExit.Describe(code, outOfMemory);
        }
    }
}
