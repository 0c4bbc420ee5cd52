using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LitePipeline.Storage.Packages;

/// <summary>Makes files survive a crash of the machine.</summary>
internal static partial class DurableFile
{
    /// <summary>Gives a whole file its final name; when this returns, both last.</summary>
    public static void Publish(FileStream whole, string target)
    {
        whole.Flush(flushToDisk: true);
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        File.Move(whole.Name, target, overwrite: true);
        // The name, and the two folders that may be new, are entries of the folders above them.
        FlushFolder(folder);
        FlushFolder(Path.GetDirectoryName(folder)!);
        FlushFolder(Path.GetDirectoryName(Path.GetDirectoryName(folder))!);
    }

    private static void FlushFolder(string folder)
    {
        // NTFS keeps its own journal of names, and a folder cannot be flushed there.
        if (OperatingSystem.IsWindows()) return;
        using var handle = Open(folder, 0);
        if (handle.IsInvalid) throw new IOException($"The folder {folder} cannot be flushed to disk: error {Marshal.GetLastPInvokeError()}.");
        RandomAccess.FlushToDisk(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Open(string path, int flags);
}
