using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Definitions;

namespace LitePipeline.Hosting.Packages;

/// <summary>Writes an application as the <c>configuration.json</c> that <see cref="DefinitionReader.ReadApplication"/> reads.</summary>
internal static class ConfigurationWriter
{
    public static byte[] Write(ApplicationDefinition application)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("actions");
            foreach (var action in application.Actions) WriteAction(writer, action, named: true);
            writer.WriteEndArray();
            if (application.OnSuccess is not null || application.OnFail is not null) WriteEvents(writer, application);
            writer.WriteString("output_action", application.OutputAction);
            if (application.MaxRunningTasks is { } most) writer.WriteNumber("max_running_tasks", most);
            if (!application.InputSchema.IsEmpty)
            {
                writer.WritePropertyName("input_schema");
                writer.WriteRawValue(application.InputSchema.Utf8.Span);
            }
            writer.WriteEndObject();
        }
        return text.WrittenSpan.ToArray();
    }

    private static void WriteEvents(Utf8JsonWriter writer, ApplicationDefinition application)
    {
        writer.WriteStartObject("event_actions");
        if (application.OnSuccess is { } success)
        {
            writer.WritePropertyName(ApplicationDefinition.SuccessEvent);
            WriteAction(writer, success, named: false);
        }
        if (application.OnFail is { } fail)
        {
            writer.WritePropertyName(ApplicationDefinition.FailEvent);
            WriteAction(writer, fail, named: false);
        }
        writer.WriteEndObject();
    }

    private static void WriteAction(Utf8JsonWriter writer, ActionDefinition action, bool named)
    {
        writer.WriteStartObject();
        if (named)
        {
            writer.WriteString("name", action.Name);
            WriteTexts(writer, "condition", action.Condition);
        }
        WriteText(writer, "main", action.Main);
        WriteText(writer, "handler", action.Handler);
        WriteText(writer, "env", action.Env);
        if (action.Docker is { } docker) WriteDocker(writer, docker);
        if (action.TargetEnv != TargetEnvironment.Any) WriteTarget(writer, action.TargetEnv);
        if (action.Resources is { } resources) WriteResources(writer, resources);
        if (action.Retry is { } retry) WriteRetry(writer, retry);
        if (action.Timeout is { } timeout) writer.WriteNumber("timeout", timeout.TotalSeconds);
        if (!action.Artifacts.IsDefaultOrEmpty) WriteTexts(writer, "artifacts", action.Artifacts);
        if (action.Cache) writer.WriteBoolean("cache", true);
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, ImmutableArray<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static void WriteDocker(Utf8JsonWriter writer, DockerDefinition docker)
    {
        writer.WriteStartObject("docker");
        writer.WriteString("name", docker.Name);
        writer.WriteString("tag", docker.Tag);
        if (!docker.Args.IsEmpty)
        {
            writer.WritePropertyName("args");
            writer.WriteRawValue(docker.Args.Utf8.Span);
        }
        writer.WriteEndObject();
    }

    private static void WriteTarget(Utf8JsonWriter writer, TargetEnvironment target)
    {
        writer.WriteStartObject("target_env");
        WriteText(writer, "platform", target.Platform);
        if (target.DockerSupport is { } support) writer.WriteBoolean("docker_support", support);
        WriteText(writer, "node_id", target.NodeId);
        WriteText(writer, "node_ip", target.NodeIp);
        foreach (var (name, text) in target.Labels?.OrderBy(label => label.Key, StringComparer.Ordinal).ToArray() ?? []) writer.WriteString(name, text);
        writer.WriteEndObject();
    }

    private static void WriteResources(Utf8JsonWriter writer, ResourceDefinition resources)
    {
        writer.WriteStartObject("resources");
        writer.WriteNumber("slots", resources.Slots);
        if (resources.Cpu > 0) writer.WriteNumber("cpu", resources.Cpu);
        if (resources.Memory > 0) writer.WriteNumber("memory", resources.Memory);
        if (resources.Gpu > 0) writer.WriteNumber("gpu", resources.Gpu);
        writer.WriteEndObject();
    }

    private static void WriteRetry(Utf8JsonWriter writer, RetryDefinition retry)
    {
        writer.WriteStartObject("retry");
        writer.WriteNumber("attempts", retry.Attempts);
        writer.WriteStartObject("backoff");
        writer.WriteNumber("delay", retry.Delay.TotalSeconds);
        writer.WriteNumber("factor", retry.Factor);
        writer.WriteNumber("max", retry.MaxDelay.TotalSeconds);
        writer.WriteEndObject();
        if (!retry.OnExitCodes.IsDefaultOrEmpty)
        {
            writer.WriteStartArray("on_exit_codes");
            foreach (var code in retry.OnExitCodes) writer.WriteNumberValue(code);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }
}
