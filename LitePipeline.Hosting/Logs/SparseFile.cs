using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LitePipeline.Hosting.Logs;

/// <summary>Files with holes: parts that take no room on the disk, while all that lies behind them keeps its offset.</summary>
internal static partial class SparseFile
{
    // A hole is whole blocks of the file system; no common one has larger blocks.
    public const int Alignment = 64 * 1024;

    private const int KeepSize = 0x01, PunchHole = 0x02;
    private const int SeekData = 3, SeekHole = 4;
    private const int ErrorNothingThere = 6;

    // The calls below take 64-bit offsets, which the C library of a 32-bit process does not.
    private static readonly bool IsSupported = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>Gives a part of a file back to the file system. Returns whether the system and the file system can do it.</summary>
    public static bool TryPunch(SafeFileHandle file, long offset, long length) =>
        IsSupported && Allocate(file, PunchHole | KeepSize, offset, length) == 0;

    /// <summary>Where the next bytes are that were written, from an offset before the end on; <paramref name="length"/> where there are none.</summary>
    public static long NextData(SafeFileHandle file, long offset, long length)
    {
        if (!IsSupported) return offset;
        var found = Seek(file, offset, SeekData);
        if (found >= 0) return found;
        return Marshal.GetLastPInvokeError() == ErrorNothingThere ? Math.Max(offset, length) : offset;
    }

    /// <summary>Where the next hole begins, from an offset before the end on; <see cref="long.MaxValue"/> where that is not known.</summary>
    public static long NextHole(SafeFileHandle file, long offset)
    {
        var found = IsSupported ? Seek(file, offset, SeekHole) : -1;
        return found < 0 ? long.MaxValue : found;
    }

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);
}
