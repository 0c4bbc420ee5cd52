using System.Collections.Immutable;
using System.Globalization;
using LitePipeline.Core.Manager;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>Makes the original's rows of our records; times are the manager's local time.</summary>
internal static partial class Rows
{
    public static NodeRow Of(NodeView node) => new(
        node.Description.Id.Value,
        node.Description.Name,
        node.Description.HttpHost,
        node.Description.HttpPort,
        node.Description.HttpHost,
        node.Description.Slots,
        node.UsedSlots,
        node.Description.Platform,
        node.Description.DockerSupport,
        [.. node.Description.Handlers],
        node.Description.Version,
        Time(node.JoinedAt),
        node.Description.Cpu,
        node.UsedCpu,
        node.Description.Memory,
        node.UsedMemory,
        node.Description.Gpu,
        node.UsedGpu,
        node.Description.Labels ?? ImmutableDictionary<string, string>.Empty,
        node.Description.Limits,
        node.Draining);

    public static QueuedActionRow Of(ActionView action) =>
        new(action.Task.Value, Text(action.Work?.Value), action.Action?.Name ?? "", Time(action.UpdatedAt), action.Unplaceable);

    private static string Text(Guid? id) => id?.ToString() ?? "";

    private static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? time) => time is { } known ? Time(known) : null;
}
