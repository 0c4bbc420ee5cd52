using System.Text.Json.Serialization;

namespace LitePipeline.Core.Works;

/// <summary>A work's id.</summary>
[JsonConverter(typeof(GuidIdConverter<WorkId>))]
public readonly record struct WorkId(Guid Value) : IGuidId<WorkId>
{
    /// <summary>Makes the id of a UUID.</summary>
    public static WorkId Create(Guid value) => new(value);

    /// <summary>The id as users see it: a UUID in lower case.</summary>
    public override string ToString() => Value.ToString();
}
