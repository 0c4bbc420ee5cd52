using System.Text.Json.Serialization;

namespace LitePipeline.Core.Services;

/// <summary>A service's id.</summary>
[JsonConverter(typeof(GuidIdConverter<ServiceId>))]
public readonly record struct ServiceId(Guid Value) : IGuidId<ServiceId>
{
    /// <summary>Makes the id of a UUID.</summary>
    public static ServiceId Create(Guid value) => new(value);

    /// <summary>The id as users see it: a UUID in lower case.</summary>
    public override string ToString() => Value.ToString();
}
