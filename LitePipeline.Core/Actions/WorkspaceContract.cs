using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Definitions.Reading;
using LitePipeline.Core.Nodes;

namespace LitePipeline.Core.Actions;

/// <summary>The files through which a node and an action speak: their names and their shapes.</summary>
public static class WorkspaceContract
{
    /// <summary>What the action reads: a JSON object.</summary>
    public const string InputFile = "input.data";

    /// <summary>What the action writes: <c>{"data": {...}, "actions": [...]}</c>.</summary>
    public const string OutputFile = "output.data";

    /// <summary>Standard output and error of a process action.</summary>
    public const string StdoutFile = "stdout.data";

    /// <summary>In place of <see cref="StdoutFile"/>: what the node did to prepare a container, and the container's standard output and error.</summary>
    public const string ContainerStdoutFile = "stdout.container.data";

    /// <summary>The file with an action's output, whatever runs it.</summary>
    /// <param name="workspace">The action's workspace.</param>
    public static string LogOf(string workspace)
    {
        var container = Path.Combine(workspace, ContainerStdoutFile);
        return File.Exists(container) ? container : Path.Combine(workspace, StdoutFile);
    }

    /// <summary>Where the action may say how far it is: a line <c>{"fraction": 0.5, "message": "..."}</c> each time.</summary>
    public const string ProgressFile = "progress.data";

    /// <summary>The folder in a workspace with the artifacts of the actions in its action's condition, each in a folder of that action's name.</summary>
    public const string ArtifactFolder = "artifacts";

    /// <summary>The files that node and action write to speak with each other: no pattern takes one of them for an artifact.</summary>
    public static IReadOnlyList<string> Files { get; } = [InputFile, OutputFile, StdoutFile, ContainerStdoutFile, ProgressFile];

    /// <summary>Where an artifact of an earlier action lies in the workspace of a later one, with <c>/</c> between folders.</summary>
    /// <param name="action">The earlier action.</param>
    /// <param name="path">The artifact's path in that action's workspace.</param>
    public static string ArtifactFile(string action, string path) => $"{ArtifactFolder}/{FolderName.Of(action)}/{path}";

    /// <summary>The keys of the input that are always the node's; no input may set them and no action may have their names.</summary>
    internal static FrozenSet<string> NodeKeys { get; } = FrozenSet.Create("task_id", "workspace", "action_info");

    // The original handed LiteDFS's address and password to every action; the keys stay, so that its actions find them.
    private static readonly string[] LiteDfsKeys = ["ldfs_host", "ldfs_port", "ldfs_user", "ldfs_password"];

    // The text goes to a file and into JSON answers, never into HTML as it is.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes the content of <see cref="InputFile"/>: one JSON object in ASCII, each key once.</summary>
    /// <remarks>
    /// From the weakest to the strongest: the action's own input, the task's input, the data of each action in the condition
    /// (<c>{}</c> where it has none), an event action's <c>result</c>, then <c>task_id</c>, <c>workspace</c> and <c>action_info</c>, in which <c>artifacts</c> says where those of each action in the condition lie.
    /// The time in <c>action_info</c> is this machine's local time.
    /// </remarks>
    /// <exception cref="ArgumentException">An input is not an object.</exception>
    public static void WriteInput(IBufferWriter<byte> destination, ActionAssignment assignment, string workspace, NodeDescription node)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("task_id", assignment.Attempt.Task.ToString());
            writer.WriteString("workspace", workspace);
            foreach (var (name, value) in InputsOf(assignment))
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(value.Span, skipInputValidation: true);
            }
            WriteActionInfo(writer, assignment, workspace, node);
            writer.WriteEndObject();
        }
        AsciiJson.Write(destination, text.WrittenSpan);
    }

    /// <summary>Writes a result as <see cref="ActionRecord.Result"/> and the API show it: <c>{"data": {...}, "actions": [...]}</c>.</summary>
    /// <remarks>
    /// Both members are always there; without data and actions they are <c>{}</c> and <c>[]</c>. The actions are written so that
    /// <see cref="DefinitionReader.ReadOutput"/> reads the same definitions.
    /// </remarks>
    public static JsonData WriteResult(ActionResult result)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, Plain))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("data");
            writer.WriteRawValue(OrEmptyObject(result.Data).Utf8.Span, skipInputValidation: true);
            writer.WriteStartArray("actions");
            foreach (var action in result.Actions) DefinitionWriter.WriteAction(writer, action);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return JsonData.FromTrusted(text.WrittenMemory);
    }

    /// <summary>The members of the input but those that the node sets, each once.</summary>
    internal static OrderedDictionary<string, ReadOnlyMemory<byte>> InputsOf(ActionAssignment assignment)
    {
        var merged = new OrderedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        void Set(string name, ReadOnlyMemory<byte> value)
        {
            if (!NodeKeys.Contains(name)) merged[name] = value;
        }

        foreach (var key in LiteDfsKeys) Set(key, default(JsonData).Utf8);
        MemberScan.Visit(assignment.Action.InputData, Set);
        MemberScan.Visit(assignment.TaskInput, Set);
        foreach (var condition in assignment.Conditions) Set(condition.Action, OrEmptyObject(condition.Data).Utf8);
        if (IsEvent(assignment)) Set("result", OrEmptyObject(assignment.EventResult).Utf8);
        return merged;
    }

    private static void WriteActionInfo(Utf8JsonWriter writer, ActionAssignment assignment, string workspace, NodeDescription node)
    {
        writer.WriteStartObject("action_info");
        writer.WriteString("task_create_at", assignment.TaskCreatedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
        writer.WriteString("task_name", assignment.TaskName);
        writer.WriteString("action_name", assignment.Action.Name);
        writer.WriteNumber("attempt", assignment.Attempt.Attempt);
        writer.WriteString("http_host", node.HttpHost);
        writer.WriteNumber("http_port", node.HttpPort);
        WriteArtifacts(writer, assignment, workspace);
        writer.WriteEndObject();
    }

    // Only where there are any: most actions get none.
    private static void WriteArtifacts(Utf8JsonWriter writer, ActionAssignment assignment, string workspace)
    {
        if (assignment.Conditions.IsDefault || assignment.Conditions.All(condition => condition.Artifacts.IsDefaultOrEmpty)) return;
        writer.WriteStartObject("artifacts");
        foreach (var condition in assignment.Conditions.Where(condition => !condition.Artifacts.IsDefaultOrEmpty))
        {
            writer.WriteStartObject(condition.Action);
            foreach (var artifact in condition.Artifacts) writer.WriteString(artifact.Path, $"{workspace}/{ArtifactFile(condition.Action, artifact.Path)}");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static bool IsEvent(ActionAssignment assignment) =>
        !assignment.EventResult.IsEmpty || assignment.Action.Name is ApplicationDefinition.SuccessEvent or ApplicationDefinition.FailEvent;

    private static JsonData OrEmptyObject(JsonData data) => data.IsEmpty ? JsonData.EmptyObject : data;
}
