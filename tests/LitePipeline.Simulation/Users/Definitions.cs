using System.Globalization;
using LitePipeline.Core.Applications;
using LitePipeline.Simulation.Processes;

namespace LitePipeline.Simulation.Users;

/// <summary>Writes configurations of applications and workflows of all shapes.</summary>
internal sealed class Definitions(Random random)
{
    public string Application(int slots)
    {
        var count = 1 + random.Next(6);
        var actions = Enumerable.Range(0, count).Select(i =>
            $$"""{"name": "a{{i}}", "handler": "{{SimulatedNode.Handler}}"{{Retry()}}{{Timeout()}}{{Resources(slots)}}, "condition": [{{string.Join(",", Enumerable.Range(0, i).Where(_ => random.Next(3) == 0).Select(j => $"\"a{j}\""))}}]}""");
        var events = random.Next(2) == 0 ? "" : $$$""", "event_actions": {"success": {"handler": "{{{SimulatedNode.Handler}}}"{{{Retry()}}} }, "fail": {"handler": "{{{SimulatedNode.Handler}}}"{{{Retry()}}} } }""";
        var limit = random.Next(3) == 0 ? $", \"max_running_tasks\": {1 + random.Next(3)}" : "";
        return $$"""{"actions": [{{string.Join(",", actions)}}], "output_action": "a{{random.Next(count)}}"{{events}}{{limit}}}""";
    }

    /// <summary>An application that runs until it is ended, mostly.</summary>
    public static string Service() => $$"""{"actions": [{"name": "serve", "handler": "{{SimulatedNode.Handler}}"}], "output_action": "serve"}""";

    public string Workflow(IReadOnlyList<AppId> applications)
    {
        var count = 1 + random.Next(4);
        var steps = Enumerable.Range(0, count).Select(i =>
            $$"""{"name": "w{{i}}", "app_id": "{{Any(applications)}}", "condition": [{{string.Join(",", Enumerable.Range(0, i).Where(_ => random.Next(2) == 0).Select(j => $"\"w{j}\""))}}]}""");
        var events = random.Next(2) == 0 ? "" : $$$""", "event_applications": {"success": {"app_id": "{{{Any(applications)}}}"}, "fail": {"app_id": "{{{Any(applications)}}}"}}""";
        return $$"""{"applications": [{{string.Join(",", steps)}}]{{events}}}""";
    }

    private AppId Any(IReadOnlyList<AppId> applications) => applications[random.Next(applications.Count)];

    private string Retry() => random.Next(6) switch
    {
        0 => ", \"retry\": {\"attempts\": 3}",
        1 => $", \"retry\": {{\"attempts\": {1 + random.Next(4)}, \"backoff\": {{\"delay\": {random.Next(6)}, \"factor\": 3, \"max\": 20}}}}",
        2 => ", \"retry\": {\"attempts\": 2, \"backoff\": 2.5, \"on_exit_codes\": [75]}",
        _ => "",
    };

    private string Timeout() => random.Next(6) == 0 ? string.Create(CultureInfo.InvariantCulture, $", \"timeout\": {1 + random.Next(20)}") : "";

    private string Resources(int slots) => slots > 1 && random.Next(6) == 0 ? $", \"resources\": {{\"slots\": {1 + random.Next(slots)}}}" : "";
}
