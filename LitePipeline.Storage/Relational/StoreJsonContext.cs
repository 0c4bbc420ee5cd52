using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Caching;

namespace LitePipeline.Storage.Relational;

/// <summary>Writes and reads the lists that stand in one column as JSON: they are only ever read whole, with their row.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImmutableArray<EarlierAttempt>))]
[JsonSerializable(typeof(ImmutableArray<Artifact>))]
[JsonSerializable(typeof(CacheSource))]
[JsonSerializable(typeof(ImmutableArray<DateTimeOffset>))]
internal sealed partial class StoreJsonContext : JsonSerializerContext;
