using Microsoft.Win32.SafeHandles;

namespace LitePipeline.Hosting.Executors;

/// <summary>What a path of a Unix file system is.</summary>
internal static class PosixFile
{
    /// <summary>Whether there is a plain file: not a pipe, a socket or a device, whose opening could wait for ever.</summary>
    public static bool IsRegular(string path)
    {
        // The runtime's attributes do not tell a pipe from a file; a way of opening that never waits, and seeking, do.
        var handle = PosixNative.Open(path, PosixNative.OpenReadNonBlocking, 0);
        if (handle < 0) return false;
        using var safe = new SafeFileHandle(handle, ownsHandle: true);
        using var file = new FileStream(safe, FileAccess.Read, bufferSize: 0);
        return file.CanSeek;
    }

    /// <summary>Makes all that was written to the folder's file system durable; only Linux can do it at once.</summary>
    public static void SynchronizeFileSystem(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        var handle = PosixNative.Open(folder, PosixNative.OpenRead, 0);
        if (handle < 0) return;
        _ = PosixNative.SynchronizeFileSystem(handle);
        PosixNative.Close(handle);
    }

    /// <summary>Makes a folder's names durable, so that a file that was made or renamed in it is found after a crash of the machine.</summary>
    public static void SynchronizeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = PosixNative.Open(path, PosixNative.OpenRead, 0);
        if (handle < 0) return;
        // Where a file system cannot do it, there is nothing better.
        _ = PosixNative.Synchronize(handle);
        PosixNative.Close(handle);
    }
}
