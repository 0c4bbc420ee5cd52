using System.Text.Json.Serialization;
using LitePipeline.Core.Transport;

namespace LitePipeline.Core.Messages;

/// <summary>The JSON form of all that crosses the wire: snake case, enums by name, absent members for defaults.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
    Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(ManagerMessage))]
[JsonSerializable(typeof(NodeMessage))]
[JsonSerializable(typeof(StreamRequest))]
[JsonSerializable(typeof(NodeIdentity))]
public sealed partial class MessageJsonContext : JsonSerializerContext;
