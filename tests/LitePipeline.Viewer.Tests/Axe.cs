using System.Text.Json;
using LitePipeline.Tests;

namespace LitePipeline.Viewer.Tests;

/// <summary>Deque's axe, which finds what people with a screen reader, a keyboard or weak eyes stumble over.</summary>
internal static class Axe
{
    // What fades in or out, or is shown faded while newer data is on its way, has other colours for a moment.
    private const string IsAtRest = """
        () => document.getAnimations().every(animation => animation.playState !== 'running' || animation.effect.getComputedTiming().iterations === Infinity)
            && [...document.querySelectorAll('.lp-table')].every(table => getComputedStyle(table).opacity === '1')
        """;

    private static readonly Lazy<string> Script = new(() => File.ReadAllText(Find()));

    /// <summary>What is serious on the page as it is now, a line each.</summary>
    public static async Task<IReadOnlyList<string>> SeriousAsync(this IPage page)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window")) await page.EvaluateAsync(Script.Value);
        await page.WaitForFunctionAsync(IsAtRest);
        var found = await page.EvaluateAsync<JsonElement>("axe.run(document, { resultTypes: ['violations'] }).then(result => result.violations)");
        return
        [
            .. from violation in found.EnumerateArray()
               where violation.GetProperty("impact").GetString() is "serious" or "critical"
               from node in violation.GetProperty("nodes").EnumerateArray()
               select $"{violation.GetProperty("id")}: {node.GetProperty("html")} ({node.GetProperty("failureSummary").GetString()!.ReplaceLineEndings(" ")})",
        ];
    }

    private static string Find()
    {
        var web = Solution.In("LitePipeline.AspNetCore", "Viewer", "web");
        var script = Path.Combine(web, "node_modules", "axe-core", "axe.min.js");
        return File.Exists(script) ? script : throw new FileNotFoundException($"axe-core is not there; run 'npm ci' in {web}.");
    }
}
