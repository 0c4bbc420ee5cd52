using LitePipeline.AspNetCore.Client;
using LitePipeline.Core;
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

    private static Guid ParseId(string text, string flag, string what) =>
        Guid.TryParse(text, out var id) ? id : throw ToolException.Usage($"{flag} is '{text}'; give a {what}'s id, which is a UUID.");
}
