using System.Text.Json;
using Microsoft.AspNetCore.Routing;

namespace LitePipeline.AspNetCore.Tests.Documents;

/// <summary>The OpenAPI document tells all of the API.</summary>
public sealed class DocumentTests : IAsyncLifetime
{
    private ApiHost _api = null!;
    private JsonElement _document;

    public async Task InitializeAsync()
    {
        _api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0);
        _document = await _api.Http.GetJsonAsync("/openapi/v1.json");
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    private IEnumerable<(string Route, JsonElement Operation)> Operations() =>
        from path in _document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);

    private static JsonElement[] Parameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters) ? [.. parameters.EnumerateArray()] : [];

    [Fact]
    public void Every_route_is_in_it_but_the_answers_to_OPTIONS_and_the_document_itself()
    {
        var mapped = from endpoint in _api.Routes
                     from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                     let pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/').Replace("{**", "{", StringComparison.Ordinal)
                     where method != "OPTIONS" && !pattern.StartsWith("/openapi/", StringComparison.Ordinal)
                     select $"{method} {pattern}";
        Assert.Equal(mapped.Order(), Operations().Select(operation => operation.Route).Order());
    }

    [Fact]
    public void Each_says_what_it_does_under_an_id_of_its_own()
    {
        Assert.Equal("LitePipeline", _document.GetProperty("info").Text("title"));
        Assert.All(Operations(), operation => Assert.EndsWith(".", operation.Operation.Text("summary"), StringComparison.Ordinal));
        Assert.Equal(Operations().Count(), Operations().Select(operation => operation.Operation.Text("operationId")).Distinct().Count());
    }

    [Fact]
    public void Each_parameter_and_each_field_of_a_body_is_explained()
    {
        foreach (var (route, operation) in Operations())
        {
            foreach (var parameter in Parameters(operation)) Assert.True(parameter.TryGetProperty("description", out _), $"{route}: {parameter.Text("name")}");
            if (!operation.TryGetProperty("requestBody", out var body)) continue;
            var schema = body.GetProperty("content").EnumerateObject().Single().Value.GetProperty("schema");
            Assert.All(schema.GetProperty("properties").EnumerateObject(), field => Assert.True(field.Value.TryGetProperty("description", out _), $"{route}: {field.Name}"));
        }
    }

    [Fact]
    public void Every_POST_PUT_and_PATCH_with_a_body_describes_it()
    {
        string[] bodiless = ["/stop", "/rerun", "/recover", "/logout", "/activate", "/drain", "/resume"];
        foreach (var (route, operation) in Operations())
        {
            if (route.StartsWith("GET", StringComparison.Ordinal) || route.StartsWith("DELETE", StringComparison.Ordinal)) continue;
            var needed = !route.Contains("/api/v1", StringComparison.Ordinal) || !bodiless.Any(end => route.EndsWith(end, StringComparison.Ordinal));
            Assert.True(operation.TryGetProperty("requestBody", out _) == needed, route);
        }
    }

    [Fact]
    public void Each_tells_its_good_answer_and_its_errors()
    {
        foreach (var (route, operation) in Operations())
        {
            var answers = operation.GetProperty("responses");
            if (route.Contains("/api/v1/", StringComparison.Ordinal))
            {
                var good = answers.EnumerateObject().Single(answer => answer.Name[0] == '2');
                Assert.True(good.Name == "204" || good.Value.GetProperty("content").EnumerateObject().Single().Value.TryGetProperty("schema", out _), route);
                Assert.All(answers.EnumerateObject().Where(answer => answer.Name[0] != '2'), error => Assert.True(error.Value.GetProperty("content").TryGetProperty("application/problem+json", out _), route));
                Assert.Equal(route.EndsWith("/health", StringComparison.Ordinal), !answers.TryGetProperty("500", out _));
            }
            else
            {
                var refused = answers.TryGetProperty("400", out var download) ? download : answers.GetProperty("200");
                Assert.Contains("RefusedAnswer", refused.ToString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Routes_that_take_a_caller_say_how_to_show_who_calls()
    {
        string[] open = ["GET /", "GET /api/v1/health", "POST /api/v1/login"];
        foreach (var (route, operation) in Operations())
        {
            Assert.True(operation.TryGetProperty("security", out _) != open.Contains(route), route);
            if (!open.Contains(route)) Assert.Contains("Takes the role", operation.Text("description"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var schemas = _document.GetProperty("components").GetProperty("schemas");
        foreach (var part in _document.ToString().Split("\"#/components/schemas/").Skip(1)) Assert.True(schemas.TryGetProperty(part[..part.IndexOf('"')], out _), part[..40]);
        Assert.All(schemas.EnumerateObject(), schema => Assert.NotEqual("{}", schema.Value.ToString()));
    }

    [Fact]
    public void Every_create_takes_an_idempotency_key()
    {
        var named = Operations().Where(operation => Parameters(operation.Operation).Any(parameter => parameter.Text("name") == "Idempotency-Key")).Select(operation => operation.Route);
        Assert.Equal(Operations().Where(operation => operation.Operation.GetProperty("responses").TryGetProperty("201", out _)).Select(operation => operation.Route), named);
    }
}
