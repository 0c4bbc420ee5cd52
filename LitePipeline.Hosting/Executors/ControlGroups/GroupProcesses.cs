namespace LitePipeline.Hosting.Executors.ControlGroups;

/// <summary>Signals to the processes of a control group, and its end.</summary>
internal static class GroupProcesses
{
    // The kernel takes a moment to let go of what was killed, longest of what waits for a disk.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Sends a signal to each process of a group that a condition holds for; returns how many.</summary>
    public static int Signal(string folder, int signal, Func<int, bool> chosen)
    {
        var sent = 0;
        foreach (var pid in GroupFile.ReadProcesses(folder))
        {
            if (pid == Environment.ProcessId || !chosen(pid)) continue;
            var descriptor = PosixNative.OpenProcess(pid);
            try
            {
                // Once there is a descriptor the number is not given to another process that is then hit in its place.
                if (!GroupFile.ReadProcesses(folder).Contains(pid)) continue;
                if ((descriptor >= 0 ? PosixNative.SignalProcess(descriptor, signal) : PosixNative.Kill(pid, signal)) == 0) sent++;
            }
            finally
            {
                if (descriptor >= 0) PosixNative.Close(descriptor);
            }
        }

        return sent;
    }

    /// <summary>Kills all that is in a group and removes it with the groups in it; false where it did not go in time.</summary>
    public static async Task<bool> RemoveAsync(string folder)
    {
        // The kernel's time, whatever the node's is in a test.
        var time = TimeProvider.System;
        var (pause, started) = (FirstPause, time.GetTimestamp());
        while (!TryRemove(folder))
        {
            if (time.GetElapsedTime(started) > Patience) return false;
            await Task.Delay(pause, time);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        return true;
    }

    /// <summary>The processes in a group and the groups in it.</summary>
    public static IEnumerable<int> ReadAll(string folder) => ChildrenOf(folder).SelectMany(ReadAll).Concat(GroupFile.ReadProcesses(folder));

    private static bool TryRemove(string folder)
    {
        if (!Directory.Exists(folder)) return true;
        if (File.Exists(Path.Combine(folder, GroupFile.KillAll))) GroupFile.Write(folder, GroupFile.KillAll, "1");
        else Signal(folder, PosixNative.Sigkill, _ => true);
        var empty = true;
        foreach (var child in ChildrenOf(folder)) empty &= TryRemove(child);
        return empty && (PosixNative.RemoveFolder(folder) == 0 || !Directory.Exists(folder));
    }

    private static string[] ChildrenOf(string folder)
    {
        try { return Directory.GetDirectories(folder); }
        catch (DirectoryNotFoundException) { return []; }
    }
}
