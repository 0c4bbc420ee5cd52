using System.Runtime.InteropServices;
using System.Text;

namespace LitePipeline.Hosting.Executors;

/// <summary>What to start.</summary>
/// <param name="Arguments">The command and its arguments.</param>
/// <param name="Folder">The working directory.</param>
/// <param name="OutputFile">Takes standard output and error; made anew.</param>
/// <param name="Environment">All environment variables, as <c>NAME=value</c>.</param>
internal sealed record PosixCommand(IReadOnlyList<string> Arguments, string Folder, string OutputFile, IReadOnlyList<string> Environment)
{
    /// <summary>An open descriptor that takes the output in the file's place; null for the file.</summary>
    public int? OutputDescriptor { get; init; }
}

/// <summary>A child process that leads a session and so a process group of its own.</summary>
internal sealed class PosixProcess
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<int?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasEnded;

    private PosixProcess(int pid) => Pid = pid;

    /// <summary>The process's number, and its group's and session's.</summary>
    public int Pid { get; }

    /// <summary>The exit code, or minus the signal's number; null where somebody else took it.</summary>
    public Task<int?> Ended => _ended.Task;

    /// <summary>Starts a command. Returns the C library's error number where it cannot be started.</summary>
    public static (PosixProcess? Process, int Error) Start(PosixCommand command)
    {
        var (pid, error) = Spawn(command);
        if (error != 0) return (null, error);
        var process = new PosixProcess(pid);
        PosixWaiter.Watch(process);
        return (process, 0);
    }

    /// <summary>Sends a signal to the whole group; nothing happens once the process has ended.</summary>
    public void SignalGroup(int signal)
    {
        // Under the lock the leader has not been taken yet, so the number cannot belong to others.
        lock (_lock)
        {
            if (!_hasEnded) PosixNative.Kill(-Pid, signal);
        }
    }

    /// <summary>Takes the ended process: what is left of its group is killed first, while the number is still its own.</summary>
    internal unsafe void Take()
    {
        int status;
        bool taken;
        lock (_lock)
        {
            if (_hasEnded) return;
            PosixNative.Kill(-Pid, PosixNative.Sigkill);
            int result;
            do result = PosixNative.WaitPid(Pid, &status, 0);
            while (result < 0 && Marshal.GetLastPInvokeError() == PosixNative.ErrorInterrupted);
            taken = result == Pid;
            _hasEnded = true;
        }
        _ended.TrySetResult(taken ? ReturnCode(status) : null);
    }

    private static int ReturnCode(int status) => (status & 0x7F) == 0 ? (status >> 8) & 0xFF : -(status & 0x7F);

    private static unsafe (int Pid, int Error) Spawn(PosixCommand command)
    {
        var actions = stackalloc byte[PosixNative.OpaqueSize];
        var attributes = stackalloc byte[PosixNative.OpaqueSize];
        var signals = stackalloc byte[PosixNative.OpaqueSize];
        using var arguments = new NativeTexts(command.Arguments);
        using var environment = new NativeTexts(command.Environment);
        var error = PosixNative.ActionsInit(actions);
        if (error != 0) return (0, error);
        PosixNative.AttributesInit(attributes);
        try
        {
            error = Check(
                PosixNative.ActionsAddOpen(actions, 0, "/dev/null", PosixNative.OpenRead, 0),
                command.OutputDescriptor is { } output
                    ? PosixNative.ActionsAddDuplicate(actions, output, 1)
                    : PosixNative.ActionsAddOpen(actions, 1, command.OutputFile, PosixNative.OpenWriteNew, 0b110_100_100),
                PosixNative.ActionsAddDuplicate(actions, 1, 2),
                PosixNative.ActionsAddFolder(actions, command.Folder),
                PosixNative.AttributesSetFlags(attributes, PosixNative.SpawnFlags),
                PosixNative.SignalsNone(signals),
                PosixNative.AttributesSetMask(attributes, signals),
                // The runtime ignores SIGPIPE; a child must not inherit that.
                PosixNative.SignalsAll(signals),
                PosixNative.SignalsRemove(signals, PosixNative.Sigkill),
                PosixNative.AttributesSetDefaults(attributes, signals));
            if (error != 0) return (0, error);
            int pid;
            error = PosixNative.Spawn(&pid, arguments.Pointer[0], actions, attributes, arguments.Pointer, environment.Pointer);
            return (pid, error);
        }
        finally
        {
            PosixNative.ActionsDestroy(actions);
            PosixNative.AttributesDestroy(attributes);
        }
    }

    private static int Check(params ReadOnlySpan<int> errors)
    {
        foreach (var error in errors)
            if (error != 0) return error;
        return 0;
    }

    /// <summary>Texts as C has them: one block, an array of pointers with a null at its end, bytes with a zero at their ends.</summary>
    private readonly unsafe struct NativeTexts : IDisposable
    {
        public NativeTexts(IReadOnlyList<string> texts)
        {
            var size = (texts.Count + 1) * sizeof(byte*);
            var table = size;
            foreach (var text in texts) size += Encoding.UTF8.GetByteCount(text) + 1;
            Pointer = (byte**)NativeMemory.Alloc((nuint)size);
            var next = (byte*)Pointer + table;
            var end = (byte*)Pointer + size;
            for (var index = 0; index < texts.Count; index++)
            {
                Pointer[index] = next;
                next += Encoding.UTF8.GetBytes(texts[index], new Span<byte>(next, (int)(end - next)));
                *next++ = 0;
            }
            Pointer[texts.Count] = null;
        }

        public byte** Pointer { get; }

        public void Dispose() => NativeMemory.Free(Pointer);
    }
}
