using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace LitePipeline.Cli.Client;

/// <summary>Asks a manager over the compatible routes and gives its answers as they came.</summary>
internal sealed class ManagerClient(HostPort address, Credentials? credentials) : IDisposable
{
    private readonly HttpClient _http = ManagerHttp.Create(address, credentials);

    public Task<JsonElement> GetAsync(string route, Query query, CancellationToken cancellationToken) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Get, query.On(route)), cancellationToken);

    public Task<JsonElement> DeleteAsync(string route, Query query, CancellationToken cancellationToken) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Delete, query.On(route)), cancellationToken);

    public Task<JsonElement> PostAsync(string route, HttpContent body, CancellationToken cancellationToken) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Post, route) { Content = body }, cancellationToken);

    public Task<JsonElement> PutAsync(string route, HttpContent body, CancellationToken cancellationToken) =>
        AskAsync(new HttpRequestMessage(HttpMethod.Put, route) { Content = body }, cancellationToken);

    /// <summary>A body of JSON, written by hand so that no serializer has to be started.</summary>
    public static HttpContent Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return new ByteArrayContent(buffer.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

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
