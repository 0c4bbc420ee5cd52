using System.Globalization;
using System.Text;

namespace LitePipeline.Hosting.Executors;

/// <summary>What Linux says of a process.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="State">Its state's letter; Z for one that has ended.</param>
/// <param name="Group">Its process group.</param>
/// <param name="Session">Its session.</param>
/// <param name="StartTime">When it started, in the kernel's ticks since boot: with the number it names a process for as long as the machine is up.</param>
internal readonly record struct ProcStat(int Pid, char State, int Group, int Session, long StartTime)
{
    /// <summary>This boot of the machine.</summary>
    public static Guid BootId { get; } = ReadBootId();

    /// <summary>Reads a process's; null where there is none of this number.</summary>
    public static ProcStat? Read(int pid)
    {
        try
        {
            // The second field is the command in brackets, which may hold anything, brackets included.
            var text = File.ReadAllText($"/proc/{pid}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcStat(pid, fields[0][0], int.Parse(fields[2], CultureInfo.InvariantCulture), int.Parse(fields[3], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (Exception failure) when (IsGone(failure))
        {
            return null;
        }
    }

    /// <summary>All processes.</summary>
    public static IEnumerable<ProcStat> ReadAll()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Read(pid) is { } stat)
                yield return stat;
    }

    /// <summary>A process's variables as it was started; null where they may not be seen.</summary>
    public static string[]? ReadEnvironment(int pid)
    {
        try { return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/environ")).Split('\0'); }
        catch (Exception failure) when (IsGone(failure)) { return null; }
    }

    private static bool IsGone(Exception failure) => failure is IOException or UnauthorizedAccessException or IndexOutOfRangeException or FormatException;

    private static Guid ReadBootId()
    {
        try { return Guid.Parse(File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()); }
        catch (Exception failure) when (IsGone(failure)) { return default; }
    }
}

/// <summary>A moment in the kernel's ticks since boot, as <see cref="ProcStat.StartTime"/> has it.</summary>
internal readonly record struct BootTicks(long Value)
{
    // What the kernel tells is in hundredths of a second on every machine.
    private const long PerSecond = 100, NanosecondsEach = 1_000_000_000 / PerSecond;

    /// <summary>This moment; 0 where the system has no such clock.</summary>
    public static unsafe BootTicks Now()
    {
        var time = stackalloc long[2];
        return OperatingSystem.IsLinux() && PosixNative.ReadClock(PosixNative.BootClock, time) == 0
            ? new BootTicks((time[0] * PerSecond) + (time[1] / NanosecondsEach))
            : default;
    }
}
