using System.Diagnostics;

namespace LitePipeline.Storage.Tests.Child;

/// <summary>A test that mounts a small disk for a process; skipped where this user may not.</summary>
internal sealed class NeedsSmallDiskFactAttribute : FactAttribute
{
    private static readonly bool MayMount = Try();

    public NeedsSmallDiskFactAttribute()
    {
        if (!MayMount) Skip = "This user may not mount a disk in a namespace of its own (unshare --map-root-user --mount).";
    }

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            using var process = Process.Start(new ProcessStartInfo("unshare", ["--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs small /mnt"]) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
