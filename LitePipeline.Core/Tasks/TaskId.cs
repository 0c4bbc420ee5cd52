using System.Text.Json.Serialization;

namespace LitePipeline.Core.Tasks;

/// <summary>A task's id.</summary>
[JsonConverter(typeof(GuidIdConverter<TaskId>))]
public readonly record struct TaskId(Guid Value) : IGuidId<TaskId>
{
    /// <summary>Makes the id of a UUID.</summary>
    public static TaskId Create(Guid value) => new(value);

    /// <summary>The id as users see it: a UUID in lower case.</summary>
    public override string ToString() => Value.ToString();
}
