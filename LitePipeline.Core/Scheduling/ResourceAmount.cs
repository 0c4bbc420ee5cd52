using LitePipeline.Core.Definitions;
using LitePipeline.Core.Nodes;

namespace LitePipeline.Core.Scheduling;

/// <summary>An amount of what nodes have and actions take. Processors count in thousandths: sums of fractions stay exact.</summary>
internal readonly record struct ResourceAmount(int Slots, long MilliCpu, long Memory, int Gpu)
{
    public static ResourceAmount OneSlot { get; } = new(1, 0, 0, 0);

    /// <summary>Whether it is what most actions take: one slot and nothing else.</summary>
    public bool IsOneSlot => this is { Slots: 1, MilliCpu: 0, Memory: 0, Gpu: 0 };

    public static ResourceAmount Of(ResourceDefinition? asked) =>
        asked is null ? OneSlot : new(asked.Slots, Milli(asked.Cpu), asked.Memory, asked.Gpu);

    public static ResourceAmount Of(NodeDescription node) => new(node.Slots, Milli(node.Cpu), node.Memory, node.Gpu);

    public static ResourceAmount operator +(ResourceAmount a, ResourceAmount b) =>
        new(a.Slots + b.Slots, a.MilliCpu + b.MilliCpu, a.Memory + b.Memory, a.Gpu + b.Gpu);

    public static ResourceAmount operator -(ResourceAmount a, ResourceAmount b) =>
        new(a.Slots - b.Slots, a.MilliCpu - b.MilliCpu, a.Memory - b.Memory, a.Gpu - b.Gpu);

    /// <summary>Whether this much can be taken out of what is free. What is not asked for does not matter: a node that came back smaller may lack it.</summary>
    public bool FitsIn(ResourceAmount free) =>
        Slots <= free.Slots && (MilliCpu == 0 || MilliCpu <= free.MilliCpu) && (Memory == 0 || Memory <= free.Memory) && (Gpu == 0 || Gpu <= free.Gpu);

    private static long Milli(double cpu) => cpu is > 0 and < 1e12 ? (long)Math.Round(cpu * 1000) : 0;
}
