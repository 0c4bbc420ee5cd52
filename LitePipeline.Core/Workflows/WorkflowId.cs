using System.Text.Json.Serialization;

namespace LitePipeline.Core.Workflows;

/// <summary>A workflow's id.</summary>
[JsonConverter(typeof(GuidIdConverter<WorkflowId>))]
public readonly record struct WorkflowId(Guid Value) : IGuidId<WorkflowId>
{
    /// <summary>Makes the id of a UUID.</summary>
    public static WorkflowId Create(Guid value) => new(value);

    /// <summary>The id as users see it: a UUID in lower case.</summary>
    public override string ToString() => Value.ToString();
}
