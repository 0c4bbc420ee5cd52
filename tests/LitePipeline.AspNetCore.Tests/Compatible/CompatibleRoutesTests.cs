using System.Net;
using LitePipeline.AspNetCore.Api;
using Microsoft.AspNetCore.Routing;

namespace LitePipeline.AspNetCore.Tests.Compatible;

/// <summary>The routes of the original, every one.</summary>
public class CompatibleRoutesTests
{
    // The list of what the original serves to its clients.
    private static readonly string[] Original =
    [
        "GET /", "GET /cluster/info",
        "POST /app/create", "POST /app/update", "GET /app/list", "GET /app/info", "GET /app/download", "DELETE /app/delete",
        "GET /app/history/list", "GET /app/history/info", "PUT /app/history/activate", "DELETE /app/history/delete",
        "POST /venv/create", "POST /venv/update", "GET /venv/list", "GET /venv/info", "GET /venv/download", "DELETE /venv/delete",
        "GET /venv/history/list", "GET /venv/history/info", "PUT /venv/history/activate", "DELETE /venv/history/delete",
        "POST /task/create", "GET /task/list", "GET /task/info", "DELETE /task/delete", "PUT /task/rerun", "PUT /task/recover", "PUT /task/stop",
        "PUT /workspace/pack", "GET /workspace/download", "PUT /workspace/delete",
        "POST /workflow/create", "PUT /workflow/update", "GET /workflow/list", "GET /workflow/info", "DELETE /workflow/delete",
        "POST /work/create", "GET /work/list", "GET /work/info", "DELETE /work/delete", "PUT /work/rerun", "PUT /work/recover", "PUT /work/stop",
        "POST /schedule/create", "PUT /schedule/update", "GET /schedule/list", "GET /schedule/info", "DELETE /schedule/delete",
        "POST /service/create", "PUT /service/update", "GET /service/list", "GET /service/info", "DELETE /service/delete",
    ];

    [Fact]
    public async Task They_are_those_of_the_original_and_no_more()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        var mapped = from endpoint in api.Routes
                     from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                     let pattern = endpoint.RoutePattern.RawText!
                     where method != "OPTIONS" && !pattern.StartsWith("/api/", StringComparison.Ordinal) && !pattern.StartsWith("/openapi/", StringComparison.Ordinal)
                     select $"{method} {pattern}";
        Assert.Equal(Original.Order(), mapped.Order());
        Assert.Equal(Original.Select(route => route.Split(' ')[1]).Order(), Routes.Compatible.All.Order());
    }

    [Fact]
    public async Task Each_answers_OPTIONS_with_open_cross_origin_headers()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        foreach (var route in Routes.Compatible.All)
        {
            using var answer = await api.Http.AskAsync(HttpMethod.Options, route);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Contains("token", answer.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
        }
    }
}
