using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LitePipeline.Core.Actions;

namespace LitePipeline.Core.Tasks;

/// <summary>Puts together what a node needs for an attempt.</summary>
internal static class AssignmentWriter
{
    public static ActionAssignment For(ActionRun action, string? dockerRegistry)
    {
        var task = action.Task;
        return new ActionAssignment
        {
            Attempt = action.Key,
            Action = action.Definition,
            Application = task.Version.Application,
            Package = task.Version.Package,
            Venv = action.Venv,
            DockerRegistry = action.Definition.Docker is null ? null : dockerRegistry,
            TaskName = task.Record.Name,
            TaskCreatedAt = task.Record.CreatedAt,
            TaskInput = task.Record.Input,
            Conditions = ConditionsOf(action),
            EventResult = action.IsEvent ? ResultOf(task) : default,
            Service = task.Record.Service,
        };
    }

    private static ImmutableArray<ConditionData> ConditionsOf(ActionRun action)
    {
        if (action.IsEvent || (action.Definition.Condition.IsEmpty && action.AddedConditions is null)) return [];
        var conditions = ImmutableArray.CreateBuilder<ConditionData>(action.Definition.Condition.Length + (action.AddedConditions?.Count ?? 0));
        foreach (var condition in action.Task.Graph!.ConditionsOf(action)) conditions.Add(new ConditionData(condition.Name, condition.Data) { Artifacts = condition.Artifacts });
        return conditions.DrainToImmutable();
    }

    private static JsonData ResultOf(TaskRun task)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var action in task.Graph!.Actions)
            {
                if (action.Stage == RunStage.Finished) Write(writer, action);
            }

            writer.WriteEndObject();
        }

        return JsonData.FromTrusted(buffer.WrittenMemory);
    }

    private static void Write(Utf8JsonWriter writer, ActionRun action)
    {
        writer.WriteStartObject(action.Name);
        writer.WriteString("name", action.Name);
        writer.WriteString("task_id", action.Task.Id.Value);
        writer.WritePropertyName("result");
        writer.WriteRawValue(action.Result.IsEmpty ? "{}"u8 : action.Result.Utf8.Span, skipInputValidation: true);
        writer.WriteString("stage", "finished");
        writer.WriteString("status", StatusName(action.Status!.Value));
        if (action.LastNode is { } node) writer.WriteString("node_id", node.Value);
        else writer.WriteNull("node_id");
        writer.WriteString("start_at", Time(action.StartedAt));
        writer.WriteString("end_at", Time(action.EndedAt));
        if (action.ReturnCode is { } code) writer.WriteNumber("returncode", code);
        else writer.WriteNull("returncode");
        writer.WriteEndObject();
    }

    public static string StatusName(RunStatus status) => status switch
    {
        RunStatus.Success => "success",
        RunStatus.Fail => "fail",
        RunStatus.Kill => "kill",
        RunStatus.Cancel => "cancel",
        RunStatus.Terminate => "terminate",
        _ => "error",
    };

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
