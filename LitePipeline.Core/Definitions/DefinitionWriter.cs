using System.Collections.Immutable;
using System.Text.Json;

namespace LitePipeline.Core.Definitions;

/// <summary>Writes generated actions as their authors write them; <see cref="DefinitionReader"/> reads them back.</summary>
internal static class DefinitionWriter
{
    public static void WriteAction(Utf8JsonWriter writer, ActionDefinition action)
    {
        writer.WriteStartObject();
        writer.WriteString("name", action.Name);
        WriteText(writer, "main", action.Main);
        WriteText(writer, "handler", action.Handler);
        WriteTexts(writer, "condition", action.Condition);
        WriteText(writer, "env", action.Env);
        if (action.Docker is not null) WriteDocker(writer, action.Docker);
        if (action.TargetEnv != TargetEnvironment.Any) WriteTarget(writer, action.TargetEnv);
        if (action.Resources is { } resources) WriteResources(writer, resources);
        if (action.Retry is { } retry) WriteRetry(writer, retry);
        if (action.Timeout is { } timeout) writer.WriteNumber("timeout", timeout.TotalSeconds);
        if (!action.Artifacts.IsDefaultOrEmpty) WriteTexts(writer, "artifacts", action.Artifacts);
        if (action.Cache) writer.WriteBoolean("cache", true);
        WriteRaw(writer, "input_data", action.InputData);
        WriteText(writer, "to_action", action.ToAction);
        writer.WriteEndObject();
    }

    private static void WriteDocker(Utf8JsonWriter writer, DockerDefinition docker)
    {
        writer.WriteStartObject("docker");
        writer.WriteString("name", docker.Name);
        writer.WriteString("tag", docker.Tag);
        WriteRaw(writer, "args", docker.Args);
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
        if (retry.MaxDelay == retry.Delay) writer.WriteNumber("backoff", retry.Delay.TotalSeconds);
        else
        {
            writer.WriteStartObject("backoff");
            writer.WriteNumber("delay", retry.Delay.TotalSeconds);
            writer.WriteNumber("factor", retry.Factor);
            writer.WriteNumber("max", retry.MaxDelay.TotalSeconds);
            writer.WriteEndObject();
        }

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

    private static void WriteTexts(Utf8JsonWriter writer, string name, ImmutableArray<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static void WriteRaw(Utf8JsonWriter writer, string name, JsonData value)
    {
        if (value.IsEmpty) return;
        writer.WritePropertyName(name);
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}
