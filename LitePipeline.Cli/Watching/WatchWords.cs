using System.Text.Json;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Cli.Watching;

/// <summary>The product's words for what a watched task is.</summary>
internal static class WatchWords
{
    public static string Of(RunStage stage) => JsonNamingPolicy.SnakeCaseLower.ConvertName(stage.ToString());

    public static string Of(RunStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());

    public static string Counts(WatchedTask task) =>
        $"{task.Succeeded} of {task.Total} actions done, {task.RunningCount} running{(task.NotSucceeded > 0 ? $", {task.NotSucceeded} not successful" : "")}";
}
