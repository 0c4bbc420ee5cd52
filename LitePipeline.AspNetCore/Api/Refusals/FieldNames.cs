using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LitePipeline.AspNetCore.Api.Refusals;

/// <summary>The manager names fields as the original does; a refusal on our own routes names them as these routes do.</summary>
internal static class FieldNames
{
    private static readonly Dictionary<string, string> Own = new(StringComparer.Ordinal)
    {
        ["app_id"] = "application",
        ["venv_id"] = "venv",
        ["task_id"] = "task",
        ["work_id"] = "work",
        ["workflow_id"] = "workflow",
        ["schedule_id"] = "schedule",
        ["service_id"] = "service",
        ["node_id"] = "node",
        ["task_name"] = "name",
        ["schedule_name"] = "name",
        ["history_id"] = "number",
        ["input_data"] = "input",
        ["enable"] = "enabled",
        ["minute"] = "timing.minute",
        ["hour"] = "timing.hour",
        ["day_of_month"] = "timing.day_of_month",
        ["day_of_week"] = "timing.day_of_week",
        ["cron"] = "timing.cron",
        ["time_zone"] = "timing.time_zone",
        ["start_at"] = "timing.start_at",
        ["end_at"] = "timing.end_at",
    };

    /// <summary>The name of a field on the route that was called.</summary>
    public static string? Of(string? field, HttpContext context)
    {
        if (field is null) return null;
        // Only the first part is a name of ours: what follows is a place within the field.
        var end = field.IndexOfAny(['.', '[']) is >= 0 and var place ? place : field.Length;
        if (!Own.TryGetValue(field[..end], out var own)) return field;
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        // What the path itself names is its id.
        return (route.StartsWith($"/api/v1/{own}s/{{id}}", StringComparison.Ordinal) ? "id" : own) + field[end..];
    }
}
