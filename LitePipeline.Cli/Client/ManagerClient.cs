using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace LitePipeline.Cli.Client;

/// <summary>Asks a manager over the compatible routes and gives its answers as they came.</summary>
internal sealed class ManagerClient(ManagerAddress address, Credentials? credentials) : IDisposable
{
    private readonly HttpClient _http = ManagerHttp.Create(address, credentials);

    /// <summary>The same manager over the routes of our own.</summary>
    public RemoteManager Remote => new(address, _http);

    public Task<JsonElement> GetAsync(string route, Query query, CancellationToken cancellationToken) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Get, query.On(route)), cancellationToken);

    public Task<JsonElement> DeleteAsync(string route, Query query, CancellationToken cancellationToken) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Delete, query.On(route)), cancellationToken);

    public Task<JsonElement> PostAsync(string route, RequestBody body, CancellationToken cancellationToken) => PostAsync(route, body.ToContent(), cancellationToken);

    public Task<JsonElement> PostAsync(string route, HttpContent body, CancellationToken cancellationToken) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Post, route) { Content = body }, cancellationToken);

    public Task<JsonElement> PutAsync(string route, RequestBody body, CancellationToken cancellationToken) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Put, route) { Content = body.ToContent() }, cancellationToken);

    /// <summary>Opens a file that the manager sends; the caller disposes it.</summary>
    /// <exception cref="ToolException">The manager refused or cannot be reached.</exception>
    public async Task<HttpResponseMessage> DownloadAsync(string route, Query query, CancellationToken cancellationToken)
    {
        var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, query.On(route)), cancellationToken);
        // The original's manager refuses with 200 and JSON, ours with another status.
        if (response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType != "application/json") return response;
        using (response) throw Refusal.Of(await ReadAsync(response, cancellationToken)) ?? Strange(response);
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        using (var response = await SendAsync(request, cancellationToken))
        {
            var answer = await ReadAsync(response, cancellationToken);
            return answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("result", out _) ? answer : throw Strange(response);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw ManagerHttp.Unreachable(address, failure);
        }
    }

    private async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw Strange(response);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw ToolException.Failed($"The manager at {address} broke off its answer: {failure.Message}", failure);
        }
    }

    private ToolException Strange(HttpResponseMessage response) => ToolException.Failed(
        $"{address} answered {(int)response.StatusCode} {response.ReasonPhrase} and not as a LitePipeline manager does. Check the address: it must be the manager's HTTP port.");
}

/// <summary>Who asks.</summary>
internal sealed record Credentials(string User, string Password)
{
    public AuthenticationHeaderValue Header => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}")));
}
