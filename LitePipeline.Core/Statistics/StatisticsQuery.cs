using LitePipeline.Core.Nodes;

namespace LitePipeline.Core.Statistics;

/// <summary>Which statistics are wanted.</summary>
public sealed record StatisticsQuery
{
    /// <summary>How far back they go.</summary>
    public StatisticsSpan Span { get; init; }

    /// <summary>The node; null for the whole cluster.</summary>
    public NodeId? Node { get; init; }

    /// <summary>Only the periods that reach beyond this moment: whoever has the ones before need not get them again. Null for all.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <summary>How far back statistics go, and how fine they are.</summary>
public enum StatisticsSpan : byte
{
    /// <summary>The last hour, in periods of 10 s.</summary>
    Hour,
    /// <summary>The last day, in periods of 5 min.</summary>
    Day,
}
