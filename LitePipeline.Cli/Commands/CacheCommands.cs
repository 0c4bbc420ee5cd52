using System.CommandLine;
using System.Text.Json;
using LitePipeline.Cli.Client;
using LitePipeline.Core.Applications;

namespace LitePipeline.Cli.Commands;

/// <summary><c>app_cache</c>: the results that are kept for actions with <c>cache</c>.</summary>
internal static class CacheCommands
{
    public static Command Create(ClientOptions client) => new("app_cache", "The results that are kept for an application's actions with 'cache': clear.") { Clear(client) };

    private static ClientCommand Clear(ClientOptions client)
    {
        var id = PackageKind.Application.Id();
        return new ClientCommand("clear", "Forget an application's kept results; its actions run again.", client, async (parsed, manager, cancellationToken) =>
        {
            var application = new AppId(RemoteManager.ParseId(parsed.GetRequiredValue(id), "--app_id", "application"));
            var removed = await manager.Remote.AskAsync(remote => remote.ClearCacheAsync(application, cancellationToken));
            return JsonElement.Parse($$"""{"removed": {{removed}}, "result": "ok"}""");
        }, answer => [new([answer], ["removed", "result", "message"])]) { id }
            .Example("127.0.0.1:8000 app_cache clear -a APP_ID");
    }
}
