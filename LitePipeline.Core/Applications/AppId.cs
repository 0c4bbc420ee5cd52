using System.Text.Json.Serialization;

namespace LitePipeline.Core.Applications;

/// <summary>An application's id.</summary>
[JsonConverter(typeof(GuidIdConverter<AppId>))]
public readonly record struct AppId(Guid Value) : IGuidId<AppId>
{
    /// <summary>Makes the id of a UUID.</summary>
    public static AppId Create(Guid value) => new(value);

    /// <summary>The id as users see it: a UUID in lower case.</summary>
    public override string ToString() => Value.ToString();
}
