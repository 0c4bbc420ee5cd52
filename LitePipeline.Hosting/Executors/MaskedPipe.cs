using System.Collections.Immutable;
using System.IO.Pipes;
using LitePipeline.Core.Secrets;
using LitePipeline.Hosting.Secrets;

namespace LitePipeline.Hosting.Executors;

/// <summary>Takes the output of a process that has secrets, and writes it to its file with the secrets masked. A sleeping thread serves it.</summary>
internal sealed class MaskedPipe : IDisposable
{
    // How often a pipe that somebody outside the process's group still holds open is looked at after the process's end.
    private const int LookMilliseconds = 1000;

    private readonly AnonymousPipeServerStream _pipe;
    private readonly FileStream _file;
    private readonly MaskedOutput _output;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasEnded;

    private MaskedPipe(string file, SecretMask mask)
    {
        _file = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        _output = new MaskedOutput(mask, _file);
        // Not inheritable: what other processes are started meanwhile do not hold it open.
        _pipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
    }

    /// <summary>Where the process is to write.</summary>
    public int Descriptor => (int)_pipe.ClientSafePipeHandle.DangerousGetHandle();

    /// <summary>Opens one; null for an attempt without secrets, whose process writes to the file itself.</summary>
    public static MaskedPipe? Open(string file, ImmutableArray<ActionSecret> secrets) => secrets.IsEmpty ? null : new MaskedPipe(file, SecretMask.Of(secrets));

    /// <summary>The process has its end of it.</summary>
    public void Start()
    {
        _pipe.DisposeLocalCopyOfClientHandle();
        new Thread(Copy, maxStackSize: 256 * 1024) { IsBackground = true, Name = "LitePipeline output" }.Start();
    }

    /// <summary>The process has ended: completes when what it wrote is in the file.</summary>
    public Task EndAsync()
    {
        _hasEnded = true;
        return _done.Task;
    }

    /// <summary>Closes it: by itself once all is in the file, and by the caller where no process was started.</summary>
    public void Dispose()
    {
        _pipe.DisposeLocalCopyOfClientHandle();
        _pipe.Dispose();
        _file.Dispose();
    }

    private void Copy()
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (true)
            {
                var ended = _hasEnded;
                if (!PosixNative.WaitReadable((int)_pipe.SafePipeHandle.DangerousGetHandle(), LookMilliseconds))
                {
                    if (ended) break;
                    continue;
                }

                var read = _pipe.Read(buffer, 0, buffer.Length);
                if (read == 0) break;
                TryWrite(output => output.Write(buffer.AsSpan(0, read)));
            }

            TryWrite(output => output.Complete());
        }
        finally
        {
            Dispose();
            _done.TrySetResult();
        }
    }

    // On a full disk the process goes on, as one that writes there itself may: what does not fit is lost.
    private void TryWrite(Action<MaskedOutput> write)
    {
        try { write(_output); }
        catch (IOException) { }
    }
}
