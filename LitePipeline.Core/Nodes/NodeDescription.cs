using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LitePipeline.Core.Nodes;

/// <summary>What a node says of itself when it joins.</summary>
public sealed record NodeDescription
{
    /// <summary>The node.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required NodeId Id { get; init; }

    /// <summary>A name for people; the machine's by default.</summary>
    public required string Name { get; init; }

    /// <summary>How many actions it runs at once, at least 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int Slots { get; init; }

    /// <summary>The operating system: <c>linux</c>, <c>windows</c> or <c>osx</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>The machine's type as its system names it, such as <c>x86_64</c>: the original's configurations mean this by <c>platform</c>.</summary>
    public string Machine { get; init; } = "";

    /// <summary>Whether it runs containers.</summary>
    public bool DockerSupport { get; init; }

    /// <summary>The C# handlers that it has, by name.</summary>
    public ImmutableArray<string> Handlers { get; init; } = [];

    /// <summary>How many processors its actions may ask for in all.</summary>
    public double Cpu { get; init; }

    /// <summary>How many bytes of memory its actions may ask for in all.</summary>
    public long Memory { get; init; }

    /// <summary>How many graphics processors its actions may ask for in all.</summary>
    public int Gpu { get; init; }

    /// <summary>What its operator says of it, for <c>target_env</c>; null for nothing.</summary>
    public ImmutableDictionary<string, string>? Labels { get; init; }

    /// <summary>Whether the processes of actions are held to the memory and processors that they ask for: <c>enforced</c>, <c>not enforced: </c> and why, or <c>enforced in part: </c> and what is not; null where it runs no processes.</summary>
    public string? Limits { get; init; }

    /// <summary>The address that it gives as its own, for <c>node_ip</c> and <c>action_info</c>.</summary>
    public string HttpHost { get; init; } = "";

    /// <summary>The port of its own HTTP service; 0 where it has none.</summary>
    public int HttpPort { get; init; }

    /// <summary>The version of LitePipeline that it runs.</summary>
    public string Version { get; init; } = "";
}
