using System.Text.Json.Serialization;

namespace LitePipeline.Core.Schedules;

/// <summary>A schedule's id.</summary>
[JsonConverter(typeof(GuidIdConverter<ScheduleId>))]
public readonly record struct ScheduleId(Guid Value) : IGuidId<ScheduleId>
{
    /// <summary>Makes the id of a UUID.</summary>
    public static ScheduleId Create(Guid value) => new(value);

    /// <summary>The id as users see it: a UUID in lower case.</summary>
    public override string ToString() => Value.ToString();
}
