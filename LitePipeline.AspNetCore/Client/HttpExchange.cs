using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.Core;

namespace LitePipeline.AspNetCore.Client;

/// <summary>Asks over HTTP and turns refusals into the exceptions that a manager in this process would throw.</summary>
internal sealed class HttpExchange(HttpClient http)
{
    public Task<T> GetAsync<T>(string address, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, address, null, type, cancellationToken);

    /// <summary>A part of a list; what would continue it is the caller's to know.</summary>
    public async Task<Page<T>> ListAsync<T>(string address, JsonTypeInfo<PagePayload<T>> type, CancellationToken cancellationToken)
    {
        var page = await GetAsync(address, type, cancellationToken);
        return new Page<T>(page.Items, page.Total);
    }

    public Task<T> PostAsync<TBody, T>(string address, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, address, JsonContent.Create(body, bodyType), type, cancellationToken);

    /// <summary>Creates something and answers its id.</summary>
    public async Task<Guid> CreateAsync<TBody>(string address, TBody body, JsonTypeInfo<TBody> bodyType, CancellationToken cancellationToken) =>
        (await PostAsync(address, body, bodyType, ApiJsonContext.Default.CreatedPayload, cancellationToken)).Id;

    /// <summary>Creates something under an id of the caller's choice, where there is one, and answers its id.</summary>
    public async Task<Guid> CreateAsync<TBody>(string address, TBody body, Guid? id, JsonTypeInfo<TBody> bodyType, CancellationToken cancellationToken)
    {
        var content = JsonSerializer.SerializeToNode(body, bodyType)!.AsObject();
        if (id is { } chosen) content["id"] = chosen;
        return (await AskAsync(HttpMethod.Post, address, new StringContent(content.ToJsonString(), Encoding.UTF8, "application/json"), ApiJsonContext.Default.CreatedPayload, cancellationToken)).Id;
    }

    public async Task<T> AskAsync<T>(HttpMethod method, string address, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(method, address) { Content = content };
        using var answer = await SendAsync(message, cancellationToken);
        return (await answer.Content.ReadFromJsonAsync(type, cancellationToken))!;
    }

    /// <summary>Asks for what has no answer but that it is done.</summary>
    public async Task TellAsync(HttpMethod method, string address, HttpContent? content = null, CancellationToken cancellationToken = default)
    {
        using var message = new HttpRequestMessage(method, address) { Content = content };
        using var answer = await SendAsync(message, cancellationToken);
    }

    /// <summary>Opens what is streamed: the answer lives as long as its content, and disposing the stream ends it.</summary>
    public async Task<Stream> OpenAsync(string address, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, address);
        return await (await SendAsync(message, cancellationToken)).Content.ReadAsStreamAsync(cancellationToken);
    }

    /// <summary>What a refusal says; null where the answer is not one of ours.</summary>
    public static async Task<LitePipelineException?> RefusalAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentType is not MediaTypeHeaderValue { MediaType: "application/problem+json" }) return null;
        var problem = await answer.Content.ReadFromJsonAsync(ApiJsonContext.Default.ProblemPayload, cancellationToken);
        if (problem is null || !Enum.TryParse<ErrorCode>(problem.Code, out var code)) return null;
        return code switch
        {
            _ when problem.Problems is { } problems => new DefinitionInvalidException(problems, code) { Field = problem.Field },
            ErrorCode.AppWrongFormat or ErrorCode.VenvWrongFormat => new PackageInvalidException(problem.Detail, code: code) { Field = problem.Field },
            _ => new RequestRefusedException(new Refusal(code, problem.Detail, problem.Field)) { Field = problem.Field },
        };
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.IsSuccessStatusCode) return answer;
        using (answer)
            throw (Exception?)await RefusalAsync(answer, cancellationToken)
                ?? new HttpRequestException($"The manager answered {(int)answer.StatusCode} {answer.ReasonPhrase}.", null, answer.StatusCode);
    }
}
