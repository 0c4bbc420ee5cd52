namespace LitePipeline.Core.Definitions;

/// <summary>What an action takes of its node while it runs: <c>resources</c> in a configuration.</summary>
public sealed record ResourceDefinition
{
    /// <summary>How many of the node's slots, at least 1. 1 by default.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>How many processors, in thousandths at the finest; 0, the default, asks for none.</summary>
    public double Cpu { get; init; }

    /// <summary>How many bytes of memory; 0, the default, asks for none.</summary>
    public long Memory { get; init; }

    /// <summary>How many graphics processors; 0 by default.</summary>
    public int Gpu { get; init; }
}
