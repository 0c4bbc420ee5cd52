using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>The metadata by which a pipeline's values become JSON.</summary>
/// <param name="pipeline">The pipeline's name.</param>
/// <param name="options">Has the metadata; read-only.</param>
internal sealed class PipelineJson(string pipeline, JsonSerializerOptions options)
{
    /// <summary>By metadata that the compiler made. Where a context names no policy, members are in snake case, as they are everywhere in LitePipeline.</summary>
    public static PipelineJson Of(string pipeline, IJsonTypeInfoResolver types)
    {
        var options = types is JsonSerializerContext context ? new JsonSerializerOptions(context.Options) : new JsonSerializerOptions { TypeInfoResolver = types };
        Complete(options);
        options.MakeReadOnly();
        return new PipelineJson(pipeline, options);
    }

    /// <summary>By metadata that is made at run time.</summary>
    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    public static PipelineJson ByReflection(string pipeline)
    {
        var options = new JsonSerializerOptions();
        Complete(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return new PipelineJson(pipeline, options);
    }

    public const string Reflection = "Values become JSON by reflection. Where the program is trimmed or compiled ahead of time, pass the JsonSerializerContext that has the pipeline's types.";

    public TypeJson<T> Of<T>(string? action)
    {
        if (NeverJson(typeof(T)) is { } problem) throw new PipelineInvalidException(pipeline, action, problem);
        try
        {
            var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
            var json = new TypeJson<T>(type);
            if (!json.IsWrapped) CheckReadable(type, action);
            return json;
        }
        catch (Exception missing) when (missing is NotSupportedException or InvalidOperationException)
        {
            throw new PipelineInvalidException(pipeline, action, $"a {typeof(T)} cannot be JSON. Where a JsonSerializerContext was given, name it there: [JsonSerializable(typeof({typeof(T).Name}))]. {missing.Message}", missing);
        }
    }

    private static string? NeverJson(Type type)
    {
        if (typeof(Task).IsAssignableFrom(type) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>)) || type == typeof(ValueTask))
            return $"it returns a {type.Name} as its value; return one with a result that is JSON, as Task<T>.";
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))
            return "it returns an IAsyncEnumerable, which cannot be read again as one; use ForEach to run an action for each item, or return a list.";
        return typeof(Delegate).IsAssignableFrom(type) || typeof(Stream).IsAssignableFrom(type) ? $"a {type.Name} cannot be JSON; write files as artifacts, and return what tells of them." : null;
    }

    // What can be written need not be readable again: an interface, or a class whose constructor the serializer cannot choose.
    private static void CheckReadable<T>(JsonTypeInfo<T> type, string? action)
    {
        try
        {
            _ = JsonSerializer.Deserialize("{}"u8, type);
        }
        catch (JsonException)
        {
            // It has members that must be given.
        }
        catch (Exception own) when (own is not (NotSupportedException or InvalidOperationException))
        {
            // Its constructor does not like what is empty.
        }
    }

    private static void Complete(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy ??= JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = true;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
    }
}
