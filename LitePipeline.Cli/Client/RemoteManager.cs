using LitePipeline.AspNetCore.Client;
using LitePipeline.Core;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;

namespace LitePipeline.Cli.Client;

/// <summary>The manager as an <see cref="IPipelineManager"/>, with the tool's words for what goes wrong.</summary>
internal sealed class RemoteManager(ManagerAddress address, HttpClient http)
{
    public ManagerAddress Address => address;

    public HttpClient Http => http;

    public IPipelineManager Manager { get; } = new HttpPipelineManager(http);

    public static TaskId ParseTask(string text) => new(ParseId(text, "--task_id", "task"));

    public static NodeId ParseNode(string text) => new(ParseId(text, "--node_id", "node"));

    public static WorkId ParseWork(string text) => new(ParseId(text, "--work_id", "work"));

    public async Task<T> AskAsync<T>(Func<IPipelineManager, Task<T>> ask)
    {
        try
        {
            return await ask(Manager);
        }
        catch (LitePipelineException refused)
        {
            throw ToolException.Failed(Refusal.Describe(refused.Code.ToString(), refused.Field, refused.Message), refused);
        }
        catch (HttpRequestException failure)
        {
            throw ManagerHttp.Unreachable(address, failure);
        }
    }

    /// <summary>Asks for something; returns why it was refused, or null.</summary>
    public async Task<LitePipelineException?> RefusalAsync(Func<IPipelineManager, Task> ask)
    {
        try
        {
            await ask(Manager);
            return null;
        }
        catch (LitePipelineException refused)
        {
            return refused;
        }
        catch (HttpRequestException failure) when (failure.StatusCode is not null)
        {
            throw ToolException.Failed($"The manager at {address} cannot do this; the original's managers do not have it. {failure.Message}", failure);
        }
        catch (HttpRequestException failure)
        {
            throw ManagerHttp.Unreachable(address, failure);
        }
    }
    /// <summary>Opens a file that the manager sends; the caller disposes it.</summary>
    public Task<HttpResponseMessage> DownloadAsync(string route, CancellationToken cancellationToken) => AskAsync(async _ =>
    {
        var response = await http.GetAsync(route, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode) return response;
        using (response)
            throw (Exception?)await HttpExchange.RefusalAsync(response, cancellationToken)
                ?? ToolException.Failed($"{address} answered {(int)response.StatusCode} {response.ReasonPhrase} and not as a LitePipeline manager does.");
    });

    public static Guid ParseId(string text, string flag, string what) =>
        Guid.TryParse(text, out var id) ? id : throw ToolException.Usage($"{flag} is '{text}'; give a {what}'s id, which is a UUID.");
}
