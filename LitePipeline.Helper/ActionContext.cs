using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LitePipeline.Helper;

/// <summary>What an action sees of its run: the input, the workspace, and the way to give back data, actions and progress.</summary>
/// <remarks>
/// Values are read and written in snake case (<c>RowCount</c> is <c>row_count</c>) unless other options or a type's metadata are passed.
/// Safe for use by many threads.
/// </remarks>
public sealed partial class ActionContext
{
    private const string InputFile = "input.data";

    /// <summary>Snake case, read without regard to upper and lower case.</summary>
    private static readonly JsonSerializerOptions SnakeCase = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        PropertyNameCaseInsensitive = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock _lock = new();
    private readonly TextWriter _log;
    private readonly TimeProvider _time;

    internal ActionContext(string workspace, JsonElement input, TextWriter log, TimeProvider time)
    {
        Workspace = workspace;
        Input = input;
        _log = log;
        _time = time;
    }

    /// <summary>The action's own folder, absolute. Files left here can be downloaded.</summary>
    public string Workspace { get; }

    /// <summary>The whole input, an object.</summary>
    public JsonElement Input { get; }

    /// <summary>The task's id; empty when run by hand without one.</summary>
    public string TaskId => Text(Input, "task_id");

    /// <summary>The task's name; empty when run by hand without one.</summary>
    public string TaskName => Input.TryGetProperty("action_info", out var info) ? Text(info, "task_name") : "";

    /// <summary>This action's name; empty when run by hand without one.</summary>
    public string ActionName => Input.TryGetProperty("action_info", out var info) ? Text(info, "action_name") : "";

    /// <summary>Reads the workspace that a node passed as the first argument.</summary>
    /// <exception cref="WorkspaceException">There is none, or its input cannot be read.</exception>
    public static ActionContext Create(IReadOnlyList<string> args) => Open(args, Console.Out, TimeProvider.System);

    /// <summary>As <see cref="Create"/>, with the arguments of the process.</summary>
    /// <exception cref="WorkspaceException">There is no workspace, or its input cannot be read.</exception>
    public static ActionContext Load() => Create(Environment.GetCommandLineArgs()[1..]);

    /// <summary>Reads the whole input as a value.</summary>
    [RequiresUnreferencedCode("Pass the type's metadata where the program is trimmed.")]
    [RequiresDynamicCode("Pass the type's metadata where the program is compiled ahead of time.")]
    public T GetInput<T>(JsonSerializerOptions? options = null) => Input.Deserialize<T>(options ?? SnakeCase)!;

    /// <summary>Reads the whole input as a value, by the type's metadata.</summary>
    public T GetInput<T>(JsonTypeInfo<T> type) => Input.Deserialize(type)!;

    /// <summary>The data of an action in this one's condition, an object.</summary>
    /// <exception cref="KeyNotFoundException">The input has none of that name.</exception>
    public JsonElement GetCondition(string name) =>
        Input.TryGetProperty(name, out var data) ? data
        : throw new KeyNotFoundException($"The input has no data of an action '{name}'. Name it in this action's condition, or pass it by to_action.");

    /// <summary>The files that an action in this one's condition has left as artifacts: where each lies here, absolute, by its path in that action's workspace.</summary>
    public IReadOnlyDictionary<string, string> GetArtifacts(string action)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Input.TryGetProperty("action_info", out var info) && info.ValueKind == JsonValueKind.Object && info.TryGetProperty("artifacts", out var all)
            && all.TryGetProperty(action, out var ofAction))
        {
            foreach (var artifact in ofAction.EnumerateObject()) files[artifact.Name] = artifact.Value.GetString()!;
        }

        return files;
    }

    /// <summary>Where an artifact of an action in this one's condition lies here, absolute.</summary>
    /// <param name="action">The action that made it.</param>
    /// <param name="path">Its path in that action's workspace.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public string GetArtifact(string action, string path) =>
        GetArtifacts(action).TryGetValue(path, out var file) ? file
        : throw new KeyNotFoundException($"The action '{action}' has left no artifact '{path}'. It must declare it in its artifacts, and stand in this action's condition.");

    /// <summary>Writes a line with the time to standard output, which the node keeps as the action's log.</summary>
    public void Log(string message)
    {
        var time = _time.GetLocalNow().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        lock (_lock)
        {
            _log.WriteLine($"{time} {message}");
            _log.Flush();
        }
    }

    internal static ActionContext Open(IReadOnlyList<string> args, TextWriter log, TimeProvider time)
    {
        if (args.Count == 0) throw new WorkspaceException("This action was started without a workspace.");
        var workspace = Path.GetFullPath(args[0]);
        if (!Directory.Exists(workspace)) throw new WorkspaceException($"The workspace '{workspace}' is not a folder.");
        return new ActionContext(workspace, ReadInput(Path.Combine(workspace, InputFile)), log, time);
    }

    private static JsonElement ReadInput(string file)
    {
        if (!File.Exists(file)) throw new WorkspaceException($"The workspace has no file '{file}'.");
        try
        {
            using var stream = File.OpenRead(file);
            using var document = JsonDocument.Parse(stream);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new WorkspaceException($"The file '{file}' holds JSON that is not an object.");
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new WorkspaceException($"The file '{file}' is not JSON: {exception.Message}", exception);
        }
    }

    private static string Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
