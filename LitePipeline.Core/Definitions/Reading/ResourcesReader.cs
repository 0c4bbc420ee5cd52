namespace LitePipeline.Core.Definitions.Reading;

/// <summary>Reads an action's <c>resources</c>.</summary>
internal static class ResourcesReader
{
    private const string Shape = "an object, such as {\"cpu\": 2, \"memory\": \"4g\"}";

    private static readonly MemberNames Members = new(
        ["slots", "cpu", "memory", "gpu"],
        ("action_slots", "slots"), ("cores", "cpu"), ("processors", "cpu"), ("mem", "memory"), ("ram", "memory"), ("mem_limit", "memory"));

    /// <summary>Reads what the action takes of its node; null for one slot and nothing else, or after a report.</summary>
    public static ResourceDefinition? Read(ObjectReader action)
    {
        if (action.OpenMember("resources", Members, Shape) is not { } reader) return null;
        var resources = new ResourceDefinition
        {
            Slots = ReadCount(reader, "slots", 1, ActionLimits.MaxSlots) ?? 1,
            Cpu = ReadCpu(reader),
            Memory = ContainerSizes.Read(reader, "memory") ?? 0,
            Gpu = ReadCount(reader, "gpu", 0, ActionLimits.MaxGpus) ?? 0,
        };
        return resources == new ResourceDefinition() ? null : resources;
    }

    private static double ReadCpu(ObjectReader reader)
    {
        if (!reader.TryNumber("cpu", out var number, "a number of processors") || number is not { } cpu) return 0;
        if (ActionLimits.IsCpu(cpu)) return cpu;
        reader.Report("cpu", $"is {reader.Written("cpu")}, must be a number of processors from {ActionLimits.LeastCpu} to {ActionLimits.MaxCpu}, such as 0.5.");
        return 0;
    }

    private static int? ReadCount(ObjectReader reader, string name, int least, int most)
    {
        if (!reader.TryNumber(name, out var number) || number is not { } count) return null;
        if (count >= least && count <= most && double.IsInteger(count)) return (int)count;
        reader.Report(name, $"is {reader.Written(name)}, must be a whole number from {least} to {most}.");
        return null;
    }
}
