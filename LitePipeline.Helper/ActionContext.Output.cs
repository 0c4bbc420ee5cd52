using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace LitePipeline.Helper;

public sealed partial class ActionContext
{
    private const string OutputFile = "output.data";

    private static readonly JsonWriterOptions Plain = new() { Encoder = SnakeCase.Encoder };

    private readonly List<(NewAction Action, JsonElement Input)> _actions = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private JsonElement _data = Parse("{}");
    private bool _unwritten;

    /// <summary>Sets the data for later actions, which must be an object in JSON, and writes the output with the actions added so far.</summary>
    /// <exception cref="ArgumentException">The data is not an object in JSON.</exception>
    [RequiresUnreferencedCode("Pass the type's metadata where the program is trimmed.")]
    [RequiresDynamicCode("Pass the type's metadata where the program is compiled ahead of time.")]
    public void SetOutput(object data, JsonSerializerOptions? options = null) =>
        SetOutput(JsonSerializer.SerializeToElement(data, options ?? SnakeCase));

    /// <inheritdoc cref="SetOutput(object, JsonSerializerOptions?)"/>
    public void SetOutput<T>(T data, JsonTypeInfo<T> type) => SetOutput(JsonSerializer.SerializeToElement(data, type));

    /// <inheritdoc cref="SetOutput(object, JsonSerializerOptions?)"/>
    public void SetOutput(JsonElement data)
    {
        lock (_lock)
        {
            _data = MustBeObject(data, nameof(data));
            Write();
        }
    }

    /// <summary>Adds an action that joins the task when this one has succeeded. It is written by the next <see cref="SetOutput(JsonElement)"/> or <see cref="WriteOutput"/>, or at the end of <c>RunAsync</c>.</summary>
    /// <exception cref="ArgumentException">The action has no command or two, its name was added before, its retry, timeout or resources are out of range, or its input is not an object in JSON.</exception>
    [RequiresUnreferencedCode("Pass the input as a JsonObject where the program is trimmed.")]
    [RequiresDynamicCode("Pass the input as a JsonObject where the program is compiled ahead of time.")]
    public void AddAction(NewAction action) =>
        Add(action, action.InputData is null ? default : JsonSerializer.SerializeToElement(action.InputData, SnakeCase));

    /// <summary>Adds an action with this input in place of its own.</summary>
    /// <inheritdoc cref="AddAction(NewAction)"/>
    public void AddAction(NewAction action, JsonObject input) => Add(action, Parse(input.ToJsonString()));

    /// <summary>Writes data and actions as they are now; a reader sees the old file or the new one, never a part.</summary>
    public void WriteOutput()
    {
        lock (_lock) Write();
    }

    /// <summary>Writes what was added since the last time; nothing happens where there is nothing.</summary>
    internal void WriteOutputIfChanged()
    {
        lock (_lock)
        {
            if (_unwritten) Write();
        }
    }

    private void Add(NewAction action, JsonElement input)
    {
        if (string.IsNullOrWhiteSpace(action.Main) == string.IsNullOrWhiteSpace(action.Handler))
            throw new ArgumentException($"The action '{action.Name}' must have one of main and handler.", nameof(action));
        if (input.ValueKind != JsonValueKind.Undefined) MustBeObject(input, nameof(action));
        if (action.Retry is { Attempts: < 1 or > 1000 } or { Factor: not >= 1 } || action.Retry?.Delay < TimeSpan.Zero || action.Retry?.MaxDelay < action.Retry?.Delay)
            throw new ArgumentException($"The retry of the action '{action.Name}' must have 1 to 1000 attempts, a delay of at least zero, a longest delay of at least that, and a factor of 1 or more.", nameof(action));
        if (action.Resources is { Slots: < 1 or > 100_000 } or { Cpu: not (null or (>= 0.001 and <= 100_000)) } or { Memory: <= 0 } or { Gpu: < 0 or > 10_000 })
            throw new ArgumentException($"The resources of the action '{action.Name}' must have at least 1 slot, 0.001 processors and a byte of memory where they are given, and no negative number.", nameof(action));
        if (action.Timeout <= TimeSpan.Zero) throw new ArgumentException($"The timeout of the action '{action.Name}' must be more than zero.", nameof(action));
        lock (_lock)
        {
            if (!_names.Add(action.Name)) throw new ArgumentException($"An action '{action.Name}' was added before; give each its own name.", nameof(action));
            _actions.Add((action, input));
            _unwritten = true;
        }
    }

    private void Write()
    {
        var file = Path.Combine(Workspace, OutputFile);
        var part = file + ".tmp";
        using (var stream = File.Create(part))
        {
            using (var writer = new Utf8JsonWriter(stream, Plain))
            {
                writer.WriteStartObject();
                writer.WritePropertyName("data");
                _data.WriteTo(writer);
                writer.WriteStartArray("actions");
                foreach (var (action, input) in _actions) WriteAction(writer, action, input);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
            stream.Flush(flushToDisk: true);
        }
        File.Move(part, file, overwrite: true);
        _unwritten = false;
    }

    private static void WriteAction(Utf8JsonWriter writer, NewAction action, JsonElement input)
    {
        writer.WriteStartObject();
        writer.WriteString("name", action.Name);
        WriteText(writer, "main", action.Main);
        WriteText(writer, "handler", action.Handler);
        writer.WriteStartArray("condition");
        foreach (var name in action.Condition) writer.WriteStringValue(name);
        writer.WriteEndArray();
        WriteText(writer, "env", action.Env);
        if (action.Docker is { } docker)
        {
            writer.WriteStartObject("docker");
            writer.WriteString("name", docker.Name);
            writer.WriteString("tag", docker.Tag);
            if (docker.Args is not null)
            {
                writer.WritePropertyName("args");
                docker.Args.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        if (action.TargetEnv is { } target) WriteTarget(writer, target);
        if (action.Resources is { } resources) WriteResources(writer, resources);
        if (action.Retry is { } retry) WriteRetry(writer, retry);
        if (action.Timeout is { } timeout) writer.WriteNumber("timeout", timeout.TotalSeconds);
        if (action.Artifacts.Count > 0)
        {
            writer.WriteStartArray("artifacts");
            foreach (var path in action.Artifacts) writer.WriteStringValue(path);
            writer.WriteEndArray();
        }
        if (action.Cache) writer.WriteBoolean("cache", true);
        if (input.ValueKind != JsonValueKind.Undefined)
        {
            writer.WritePropertyName("input_data");
            input.WriteTo(writer);
        }
        WriteText(writer, "to_action", action.ToAction);
        writer.WriteEndObject();
    }

    private static void WriteTarget(Utf8JsonWriter writer, Target target)
    {
        writer.WriteStartObject("target_env");
        WriteText(writer, "platform", target.Platform);
        if (target.DockerSupport is { } support) writer.WriteBoolean("docker_support", support);
        WriteText(writer, "node_id", target.NodeId);
        WriteText(writer, "node_ip", target.NodeIp);
        foreach (var (name, value) in target.Labels) writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    private static void WriteResources(Utf8JsonWriter writer, Resources resources)
    {
        writer.WriteStartObject("resources");
        writer.WriteNumber("slots", resources.Slots);
        if (resources.Cpu is { } cpu) writer.WriteNumber("cpu", cpu);
        if (resources.Memory is { } memory) writer.WriteNumber("memory", memory);
        if (resources.Gpu > 0) writer.WriteNumber("gpu", resources.Gpu);
        writer.WriteEndObject();
    }

    private static void WriteRetry(Utf8JsonWriter writer, Retry retry)
    {
        writer.WriteStartObject("retry");
        writer.WriteNumber("attempts", retry.Attempts);
        writer.WriteStartObject("backoff");
        writer.WriteNumber("delay", retry.Delay.TotalSeconds);
        writer.WriteNumber("factor", retry.Factor);
        writer.WriteNumber("max", retry.MaxDelay.TotalSeconds);
        writer.WriteEndObject();
        writer.WriteStartArray("on_exit_codes");
        foreach (var code in retry.OnExitCodes) writer.WriteNumberValue(code);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }

    private static JsonElement MustBeObject(JsonElement value, string parameter) =>
        value.ValueKind == JsonValueKind.Object ? value
        : throw new ArgumentException($"The value is {value.ValueKind} in JSON, must be an object, such as new {{ count = 3 }}.", parameter);

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
