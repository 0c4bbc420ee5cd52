using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LitePipeline.Core.Definitions.Reading;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Works;

/// <summary>Puts together the input of an application's task: the work's own, and over it what came before, by name.</summary>
internal static class WorkInput
{
    // The text goes into files and JSON answers, never into HTML as it is.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The work's input and, by name, the output of each application in the condition; <c>{}</c> where it has none.</summary>
    public static JsonData For(WorkStep application)
    {
        var input = application.Work.Record.Input;
        if (application.Work.Plan.Applications[application.Place].Condition.IsEmpty) return input;
        var merged = MembersOf(input);
        foreach (var condition in application.Work.ConditionsOf(application)) merged[condition.Name] = OrEmptyObject(condition.Output).Utf8;
        return Write(merged);
    }

    /// <summary>The work's input and, by name, how each application that was started has ended.</summary>
    public static JsonData ForEvent(WorkRun work)
    {
        var merged = MembersOf(work.Record.Input);
        foreach (var application in work.Applications)
        {
            if (application.Stage is not null) merged[application.Name] = WriteResult(application);
        }

        return Write(merged);
    }

    private static OrderedDictionary<string, ReadOnlyMemory<byte>> MembersOf(JsonData input)
    {
        var members = new OrderedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        MemberScan.Visit(input, (name, value) => members[name] = value);
        return members;
    }

    private static ReadOnlyMemory<byte> WriteResult(WorkStep application)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("name", application.Name);
            writer.WriteString("app_id", application.Application.Value);
            if (application.Task is { } task) writer.WriteString("task_id", task.Value);
            else writer.WriteNull("task_id");
            writer.WriteString("stage", "finished");
            writer.WriteString("status", AssignmentWriter.StatusName(application.Status!.Value));
            writer.WritePropertyName("result");
            writer.WriteRawValue(OrEmptyObject(application.Output).Utf8.Span, skipInputValidation: true);
            if (application.Message is { } message) writer.WriteString("message", message);
            writer.WriteEndObject();
        }

        return text.WrittenMemory;
    }

    private static JsonData Write(OrderedDictionary<string, ReadOnlyMemory<byte>> members)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, Plain))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(value.Span, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return JsonData.FromTrusted(text.WrittenMemory);
    }

    private static JsonData OrEmptyObject(JsonData data) => data.IsEmpty ? JsonData.EmptyObject : data;
}
