using LitePipeline.AspNetCore.Client;
using LitePipeline.Core;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Cli.Client;

/// <summary>The manager as an <see cref="IPipelineManager"/>, with the tool's words for what goes wrong.</summary>
internal sealed class RemoteManager : IDisposable
{
    private readonly HostPort _address;
    private readonly HttpClient _http;

    private RemoteManager(HostPort address, Credentials? credentials)
    {
        (_address, _http) = (address, ManagerHttp.Create(address, credentials));
        Manager = new HttpPipelineManager(_http);
    }

    public IPipelineManager Manager { get; }

    public static RemoteManager Open(HostPort address, Credentials? credentials) => new(address, credentials);

    public static TaskId ParseTask(string text) => Guid.TryParse(text, out var id)
        ? new TaskId(id)
        : throw ToolException.Usage($"--task_id is '{text}'; give a task's id, which is a UUID.");

    public async Task<T> AskAsync<T>(Func<IPipelineManager, Task<T>> ask)
    {
        try
        {
            return await ask(Manager);
        }
        catch (LitePipelineException refused)
        {
            throw ToolException.Failed($"{refused.Code}: {refused.Message}", refused);
        }
        catch (HttpRequestException failure)
        {
            throw ManagerHttp.Unreachable(_address, failure);
        }
    }

    public void Dispose() => _http.Dispose();
}
