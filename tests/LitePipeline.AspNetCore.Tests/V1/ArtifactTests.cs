using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;

namespace LitePipeline.AspNetCore.Tests.V1;

public sealed class ArtifactTests : IAsyncLifetime
{
    private const string Name = "plots/über 1+1.txt";

    private ApiHost _api = null!;
    private TaskId _task;

    public async Task InitializeAsync()
    {
        _api = await ApiHost.StartAsync();
        var app = await _api.Cluster.DeployAsync(new ApplicationDefinition
        {
            Actions = [new ActionDefinition { Name = "make it", Main = $"bash -c 'mkdir \"$0/plots\"; echo report > \"$0/report.csv\"; echo 0123456789 > \"$0/{Name}\"'", Artifacts = ["report.csv", "plots/*"] }],
            OutputAction = "make it",
        });
        var details = await _api.Cluster.RunAsync(app);
        Assert.True(details.Task.State.Status == RunStatus.Success, details.Task.State.Message);
        _task = details.Task.Id;
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private Uri Address(string rest) => new($"/api/v1/tasks/{_task}/artifacts{rest}", UriKind.Relative);

    private async Task<HttpResponseMessage> GetAsync(Action<HttpRequestHeaders>? headers = null, string? rest = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(rest ?? $"/make%20it/plots/{Uri.EscapeDataString("über 1+1.txt")}"));
        headers?.Invoke(request.Headers);
        return await _api.Http.SendAsync(request);
    }

    [Fact]
    public async Task They_are_listed_with_digest_and_size()
    {
        var list = JsonElement.Parse(await _api.Http.GetStringAsync(Address("")));
        Assert.Equal(2, list.GetProperty("total").GetInt32());
        Assert.Equal(
            JsonSerializer.Serialize(new { task = _task.ToString(), action = "make it", path = "report.csv", sha256 = Sha256("report\n"), size = 7 }),
            list.GetProperty("items")[1].GetRawText());
        var filtered = JsonElement.Parse(await _api.Http.GetStringAsync(Address($"?action=make%20it&path={Uri.EscapeDataString(Name)}&limit=1")));
        Assert.Equal(Sha256("0123456789\n"), filtered.GetProperty("items")[0].GetProperty("sha256").GetString());
        Assert.Equal(0, JsonElement.Parse(await _api.Http.GetStringAsync(Address("?action=other"))).GetProperty("total").GetInt32());
        var details = JsonElement.Parse(await _api.Http.GetStringAsync(new Uri($"/api/v1/tasks/{_task}", UriKind.Relative)));
        Assert.Equal("report.csv", details.GetProperty("actions")[0].GetProperty("artifacts")[1].GetProperty("path").GetString());
    }

    [Fact]
    public async Task One_is_downloaded_whole_in_part_or_not_at_all_where_it_is_known()
    {
        using var whole = await GetAsync();
        Assert.Equal((HttpStatusCode.OK, "0123456789\n"), (whole.StatusCode, await whole.Content.ReadAsStringAsync()));
        Assert.Equal($"\"{Sha256("0123456789\n")}\"", whole.Headers.ETag!.Tag);
        Assert.Equal(11, whole.Content.Headers.ContentLength);
        Assert.Contains(Uri.EscapeDataString("über 1"), whole.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);

        using var part = await GetAsync(headers => headers.Range = new RangeHeaderValue(3, 5));
        Assert.Equal((HttpStatusCode.PartialContent, "345"), (part.StatusCode, await part.Content.ReadAsStringAsync()));
        using var beyond = await GetAsync(headers => headers.Range = new RangeHeaderValue(99, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        using var known = await GetAsync(headers => headers.IfNoneMatch.Add(whole.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        using var other = await GetAsync(headers => { headers.Range = new RangeHeaderValue(3, 5); headers.IfRange = new RangeConditionHeaderValue("\"another\""); });
        Assert.Equal((HttpStatusCode.OK, 11), (other.StatusCode, (await other.Content.ReadAsByteArrayAsync()).Length));
    }

    [Theory]
    [InlineData("/make%20it/other.csv", "ArtifactNotExists", "path")]
    [InlineData("/other/report.csv", "ArtifactNotExists", "path")]
    [InlineData("/make%20it/plots/..%2F..%2Freport.csv", "ArtifactNotExists", "path")]
    public async Task What_is_not_there_is_refused_by_its_name(string rest, string code, string field)
    {
        using var answer = await GetAsync(rest: rest);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((code, field), (problem.GetProperty("code").GetString(), problem.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_cached_result_is_told_as_such_and_cleared_with_a_count()
    {
        var app = await _api.Cluster.DeployAsync(new ApplicationDefinition { Actions = [new ActionDefinition { Name = "a", Main = "echo", Cache = true }], OutputAction = "a" });
        var first = await _api.Cluster.RunAsync(app);
        var second = await _api.Cluster.RunAsync(app);
        var details = JsonElement.Parse(await _api.Http.GetStringAsync(new Uri($"/api/v1/tasks/{second.Task.Id}", UriKind.Relative)));
        Assert.Equal(first.Task.Id.ToString(), details.GetProperty("actions")[0].GetProperty("cached").GetProperty("task").GetString());
        using var cleared = await _api.Http.DeleteAsync(new Uri($"/api/v1/applications/{app}/cache", UriKind.Relative));
        Assert.Equal("""{"removed":1}""", await cleared.Content.ReadAsStringAsync());
        using var unknown = await _api.Http.DeleteAsync(new Uri($"/api/v1/applications/{Guid.NewGuid()}/cache", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task They_go_with_their_task()
    {
        using var deleted = await _api.Http.DeleteAsync(new Uri($"/api/v1/tasks/{_task}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var answer = await GetAsync();
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        using var list = await _api.Http.GetAsync(Address(""));
        Assert.Equal(HttpStatusCode.NotFound, list.StatusCode);
    }
}
