using System.Text.RegularExpressions;

namespace LitePipeline.Hosting.Tests.Analyzers;

/// <summary>What docs/pipelines-in-code.md and the README show of pipelines compiles, and the analyzers find no fault with it.</summary>
public partial class DocumentTests
{
    private const string Around = """
        using LitePipeline.Core;
        using LitePipeline.Core.Definitions;
        using LitePipeline.AspNetCore.Client;
        using LitePipeline.TestCluster;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Logging;

        public sealed class Airlines
        {
            public IAsyncEnumerable<string> OfRouteAsync(Trip trip, CancellationToken cancellationToken) => AsyncEnumerable.Empty<string>();
            public Task<Offer> AskAsync(string name, CancellationToken cancellationToken) => Task.FromResult(new Offer(name, 1));
            public Task TellAsync(string what) => Task.CompletedTask;
        }
        """;

    [Fact]
    public async Task Its_snippets_compile_without_a_fault()
    {
        var blocks = await BlocksOfAsync("docs", "pipelines-in-code.md");
        Assert.True(blocks.Count >= 9);
        blocks.Add(Assert.Single(await BlocksOfAsync("README.md"), block => block.Contains("AddPipeline", StringComparison.Ordinal)));
        var types = blocks.Where(block => block.StartsWith("public ", StringComparison.Ordinal));
        var statements = blocks.Where(block => !block.StartsWith("public ", StringComparison.Ordinal)).Select((block, place) => $$"""
            static class Snippet{{place}}
            {
                static async Task Run(IServiceCollection services, IServiceProvider provider, IHostApplicationBuilder host, IHost app, IPipeline<Trip, Booking> {{(block.Contains("var trips", StringComparison.Ordinal) ? "_" : "trips")}})
                {
                    await Task.Yield();
                    {{block}}
                }
            }
            """);
        Assert.Empty(await PipelineCode.DiagnoseAsync(string.Join('\n', [Around, .. types, .. statements]), "TripJson"));
    }

    private static async Task<List<string>> BlocksOfAsync(params string[] path) =>
        [.. Block().Matches(await File.ReadAllTextAsync(Path.Combine([Repository(), .. path]))).Select(match => match.Groups[1].Value)];

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LitePipeline.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
