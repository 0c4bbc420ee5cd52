using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace LitePipeline.AspNetCore.Tests;

/// <summary>Asks as an HTTP client does, and reads the answer as JSON.</summary>
internal static class Http
{
    public static async Task<JsonElement> GetJsonAsync(this HttpClient http, string address)
    {
        using var answer = await http.GetAsync(Relative(address));
        return await ReadAsync(answer);
    }

    public static async Task<JsonElement> SendJsonAsync(this HttpClient http, HttpMethod method, string address, object? body = null)
    {
        using var answer = await http.AskAsync(method, address, body);
        return await ReadAsync(answer);
    }

    public static Task<HttpResponseMessage> AskAsync(this HttpClient http, HttpMethod method, string address, object? body = null, params (string Name, string Value)[] headers)
    {
        var message = new HttpRequestMessage(method, Relative(address)) { Content = body is null ? null : body as HttpContent ?? JsonContent.Create(body) };
        foreach (var (name, value) in headers) message.Headers.TryAddWithoutValidation(name, value);
        return http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
    }

    public static string Text(this JsonElement answer, string member) => answer.GetProperty(member).ToString();

    public static HttpClient As(this HttpClient http, string user, string password)
    {
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        return http;
    }

    public static HttpClient With(this HttpClient http, string token)
    {
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    private static Uri Relative(string address) => new(address, UriKind.Relative);
}
