using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace LitePipeline.Hosting.Executors;

/// <summary>Notices the ends of processes: one sleeping thread for all of them where the kernel has descriptors for processes, else a sleeping thread for each.</summary>
internal static unsafe class PosixWaiter
{
    private const int EventSizeMax = 16, EventsAtOnce = 64;
    private const int EpollAdd = 1, EpollDelete = 2;
    private const uint EpollIn = 1;
    private const int CloseOnExec = 0x80000;
    private const int ById = 1, Exited = 4;

    // On x86-64 the kernel's structure is packed, elsewhere it is not.
    private static readonly bool Packed = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;
    private static readonly int EventSize = Packed ? 12 : 16;
    private static readonly int DataOffset = Packed ? 4 : 8;

    private static readonly ConcurrentDictionary<int, PosixProcess> Watched = new();
    private static readonly Lazy<int> Epoll = new(StartEpoll);

    public static void Watch(PosixProcess process)
    {
        if (!OperatingSystem.IsLinux() || !WatchByDescriptor(process)) WatchByThread(process);
    }

    private static bool WatchByDescriptor(PosixProcess process)
    {
        var epoll = Epoll.Value;
        var descriptor = epoll < 0 ? -1 : PosixNative.OpenProcess(process.Pid);
        if (descriptor < 0) return false;
        Watched[descriptor] = process;
        var what = stackalloc byte[EventSizeMax];
        BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(what, 4), EpollIn);
        BinaryPrimitives.WriteInt64LittleEndian(new Span<byte>(what + DataOffset, 8), descriptor);
        if (PosixNative.EpollControl(epoll, EpollAdd, descriptor, what) == 0) return true;
        Watched.TryRemove(descriptor, out _);
        PosixNative.Close(descriptor);
        return false;
    }

    private static int StartEpoll()
    {
        var epoll = PosixNative.EpollCreate(CloseOnExec);
        if (epoll >= 0) Start(() => Wait(epoll), "LitePipeline process waiter");
        return epoll;
    }

    private static void Wait(int epoll)
    {
        var events = stackalloc byte[EventSizeMax * EventsAtOnce];
        while (true)
        {
            var count = PosixNative.EpollWait(epoll, events, EventsAtOnce, -1);
            for (var index = 0; index < count; index++)
            {
                var descriptor = (int)BinaryPrimitives.ReadInt64LittleEndian(new ReadOnlySpan<byte>(events + (index * EventSize) + DataOffset, 8));
                if (!Watched.TryRemove(descriptor, out var process)) continue;
                PosixNative.EpollControl(epoll, EpollDelete, descriptor, events);
                process.Take();
                PosixNative.Close(descriptor);
            }
        }
    }

    private static void WatchByThread(PosixProcess process) => Start(() =>
    {
        var info = stackalloc byte[256];
        var noTake = OperatingSystem.IsMacOS() ? 0x20 : 0x1000000;
        while (PosixNative.WaitId(ById, (uint)process.Pid, info, Exited | noTake) < 0
            && Marshal.GetLastPInvokeError() == PosixNative.ErrorInterrupted) { }
        process.Take();
    }, "LitePipeline process waiter");

    private static void Start(ThreadStart work, string name) =>
        new Thread(work, maxStackSize: 256 * 1024) { IsBackground = true, Name = name }.Start();
}
