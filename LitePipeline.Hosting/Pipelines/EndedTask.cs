using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Hosting.Pipelines;

/// <summary>A task that failed or was stopped, as its pipeline's <c>OnFail</c> sees it.</summary>
/// <param name="Actions">The actions that have ended, in the order in which they came into the task.</param>
public sealed record FailedTask(IReadOnlyList<ActionEnd> Actions)
{
    /// <summary>The first action that failed by itself; null where the task was stopped.</summary>
    public string? FailedAction => Actions.FirstOrDefault(action => action.Status == RunStatus.Fail)?.Action;
}

/// <summary>How an action of a task ended.</summary>
/// <param name="Action">Its name.</param>
/// <param name="Status">How it ended.</param>
public sealed record ActionEnd(string Action, RunStatus Status);

/// <summary>Reads what an event action is told: all results by the actions' names.</summary>
internal static class EndedTask
{
    public static T OutputOf<T>(JsonData results, Step<T> output)
    {
        var name = output.Conditions.First();
        using var document = JsonDocument.Parse(results.Utf8);
        var data = document.RootElement.TryGetProperty(name, out var action) && action.GetProperty("result").TryGetProperty("data", out var found) ? JsonData.From(found) : default;
        return output.Json.Read(data, $"The output of '{name}'");
    }

    public static FailedTask FailureOf(JsonData results)
    {
        using var document = JsonDocument.Parse(results.IsEmpty ? JsonData.EmptyObject.Utf8 : results.Utf8);
        var ends = new List<ActionEnd>();
        foreach (var action in document.RootElement.EnumerateObject())
            if (Enum.TryParse<RunStatus>(action.Value.GetProperty("status").GetString(), ignoreCase: true, out var status)) ends.Add(new ActionEnd(action.Name, status));
        return new FailedTask(ends);
    }
}
