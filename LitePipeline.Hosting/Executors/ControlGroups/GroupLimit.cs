using System.Globalization;
using LitePipeline.Core.Definitions;

namespace LitePipeline.Hosting.Executors.ControlGroups;

/// <summary>What an action asks for, in the kernel's words.</summary>
internal static class GroupLimit
{
    public const string Memory = "memory", Cpu = "cpu";

    private const long Period = 100_000, LongestPeriod = 1_000_000, LeastQuota = 1_000;

    /// <summary>Whether the action asks for something that this controller can hold it to.</summary>
    public static bool Asks(ResourceDefinition resources, string controller) => controller switch
    {
        Memory => resources.Memory > 0,
        Cpu => resources.Cpu > 0,
        _ => false,
    };

    /// <summary>Sets the limit of a group.</summary>
    public static void Apply(string folder, int version, string controller, ResourceDefinition resources)
    {
        if (controller == Memory) ApplyMemory(folder, version, Text(resources.Memory));
        else ApplyCpu(folder, version, resources.Cpu);
    }

    /// <summary>How many processes of a group the kernel has killed because there was no more memory for them.</summary>
    public static long ReadMemoryKills(string folder, int version) =>
        GroupFile.ReadCount(folder, version == 2 ? "memory.events" : "memory.oom_control", "oom_kill");

    // Swap does not count as memory that may be had beside it: what does not fit is told, not made slow.
    private static void ApplyMemory(string folder, int version, string bytes)
    {
        if (version == 2)
        {
            GroupFile.Write(folder, "memory.max", bytes);
            GroupFile.WriteIfThere(folder, "memory.swap.max", "0");
            // The whole action goes, not the one process that happened to be the largest.
            GroupFile.WriteIfThere(folder, "memory.oom.group", "1");
        }
        else
        {
            GroupFile.Write(folder, "memory.limit_in_bytes", bytes);
            GroupFile.WriteIfThere(folder, "memory.memsw.limit_in_bytes", bytes);
        }
    }

    // Time on the processors for each period; a share too small for the usual period gets a longer one.
    private static void ApplyCpu(string folder, int version, double cpu)
    {
        var period = cpu * Period < LeastQuota ? LongestPeriod : Period;
        var quota = Math.Max(LeastQuota, (long)Math.Ceiling(cpu * period));
        if (version == 2) GroupFile.Write(folder, "cpu.max", $"{Text(quota)} {Text(period)}");
        else
        {
            GroupFile.Write(folder, "cpu.cfs_period_us", Text(period));
            GroupFile.Write(folder, "cpu.cfs_quota_us", Text(quota));
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
