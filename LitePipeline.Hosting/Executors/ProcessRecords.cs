using System.Buffers.Binary;
using LitePipeline.Hosting.Node;
using Microsoft.Win32.SafeHandles;

namespace LitePipeline.Hosting.Executors;

/// <summary>Says in the node's data which session leaders run, so that they are known after the node was killed. Between start and record the environment of the process says it.</summary>
/// <remarks>One file with a place for each process, used again: a file for each would cost more than starting a small command does.</remarks>
internal sealed class ProcessRecords(NodeData data) : IDisposable
{
    private const int BootOffset = 24, Size = 40;

    private readonly Lock _lock = new();
    private readonly Stack<int> _free = [];
    private readonly string _path = Path.Combine(data.Root, "running.data");
    private SafeFileHandle? _file;
    private int _places; // The first one is 1.

    /// <summary>Records a process; to be called with the moments before and after its start.</summary>
    public ProcessRecord? Add(int pid, BootTicks from, BootTicks to)
    {
        if (!OperatingSystem.IsLinux()) return null;
        Span<byte> record = stackalloc byte[Size];
        BinaryPrimitives.WriteInt64LittleEndian(record, pid);
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], from.Value);
        BinaryPrimitives.WriteInt64LittleEndian(record[16..], to.Value);
        ProcStat.BootId.TryWriteBytes(record[BootOffset..]);
        var place = 0;
        try
        {
            place = Take();
            RandomAccess.Write(_file!, record, (place - 1L) * Size);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The process runs already: a disk that takes no record does not change that, and its environment says whose it is.
            if (place == 0) return null;
        }

        return new ProcessRecord(this, place);
    }

    /// <summary>The recorded session leaders of this boot of the machine.</summary>
    public IReadOnlyList<RecordedProcess> ReadAll()
    {
        if (!File.Exists(_path)) return [];
        using var file = File.Open(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        var whole = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) / Size * Size;
        var found = new List<RecordedProcess>();
        for (var offset = 0; offset < whole; offset += Size)
        {
            var record = bytes.AsSpan(offset, Size);
            var pid = BinaryPrimitives.ReadInt64LittleEndian(record);
            if (pid == 0 || new Guid(record[BootOffset..]) != ProcStat.BootId) continue;
            found.Add(new RecordedProcess((int)pid, BinaryPrimitives.ReadInt64LittleEndian(record[8..]), BinaryPrimitives.ReadInt64LittleEndian(record[16..])));
        }

        return found;
    }

    /// <summary>Forgets what an earlier life of the node recorded.</summary>
    public void Clear()
    {
        if (!File.Exists(_path)) return;
        using var file = File.OpenHandle(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.SetLength(file, 0);
    }

    public void Dispose()
    {
        lock (_lock) _file?.Dispose();
    }

    public void Remove(int place)
    {
        ReadOnlySpan<byte> nobody = stackalloc byte[sizeof(long)];
        try { RandomAccess.Write(_file!, nobody, (place - 1L) * Size); }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // A number that was used again started at another time.
        }

        lock (_lock) _free.Push(place);
    }

    private int Take()
    {
        lock (_lock)
        {
            // Shared openly, for nobody else looks at it while this node lives: that spares the locks.
            _file ??= File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return _free.TryPop(out var place) ? place : ++_places;
        }
    }
}

/// <summary>The record of a running process.</summary>
internal sealed class ProcessRecord(ProcessRecords records, int place)
{
    /// <summary>The process has ended; to be called once.</summary>
    public void Remove() => records.Remove(place);
}

/// <summary>A process that was started between two moments, in the kernel's ticks since boot.</summary>
internal readonly record struct RecordedProcess(int Pid, long From, long To)
{
    public bool Is(ProcStat process) => process.Pid == Pid && From <= process.StartTime && process.StartTime <= To;
}
