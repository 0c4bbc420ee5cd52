using System.Text.Json.Serialization;

namespace LitePipeline.Core.Nodes;

/// <summary>A node's id. A node makes it once and keeps it with its data.</summary>
[JsonConverter(typeof(GuidIdConverter<NodeId>))]
public readonly record struct NodeId(Guid Value) : IGuidId<NodeId>
{
    /// <summary>Makes the id of a UUID.</summary>
    public static NodeId Create(Guid value) => new(value);

    /// <summary>The id as users see it: a UUID in lower case.</summary>
    public override string ToString() => Value.ToString();
}
