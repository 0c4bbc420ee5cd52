using System.Text.Json.Serialization;

namespace LitePipeline.Core.Venvs;

/// <summary>A venv's id.</summary>
[JsonConverter(typeof(GuidIdConverter<VenvId>))]
public readonly record struct VenvId(Guid Value) : IGuidId<VenvId>
{
    /// <summary>Makes the id of a UUID.</summary>
    public static VenvId Create(Guid value) => new(value);

    /// <summary>The id as users see it: a UUID in lower case.</summary>
    public override string ToString() => Value.ToString();
}
