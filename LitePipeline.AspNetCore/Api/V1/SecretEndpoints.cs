using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>What actions get in their environment. No route answers a value.</summary>
internal static class SecretEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet(Routes.V1.Secrets, ListAsync).ForViewers().Answers<SecretsPayload>()
            .WithSummary("Lists the secrets of an application by name.").WithDescription("When each was set and by whom; never its value.");
        group.MapPut(Routes.V1.Secret, SetAsync).ForAdmins().TakesJson("value*").AnswersNothing()
            .WithSummary("Sets a secret of an application, or replaces its value.").WithDescription("Attempts of its actions that start from now on have it in their environment.");
        group.MapDelete(Routes.V1.Secret, DeleteAsync).ForAdmins().AnswersNothing().WithSummary("Removes a secret of an application.");
    }

    private static async Task<IResult> ListAsync(IPipelineManager manager, string id, CancellationToken cancellationToken) =>
        Answers.Json(new SecretsPayload(await manager.ListSecretsAsync(Application(id), cancellationToken)));

    private static async Task<IResult> SetAsync(IPipelineManager manager, IOptions<LitePipelineApiOptions> options, HttpRequest request, string id, string name, CancellationToken cancellationToken)
    {
        var application = Application(id);
        var body = await JsonBody.ReadAsync(request, options.Value.MaxJsonSize, cancellationToken);
        await manager.SetSecretAsync(application, name, body.RequiredText("value", "the secret's value"), cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> DeleteAsync(IPipelineManager manager, string id, string name, CancellationToken cancellationToken)
    {
        await manager.DeleteSecretAsync(Application(id), name, cancellationToken);
        return Results.NoContent();
    }

    private static AppId Application(string id) => new(Parameter.RequiredId(id, "id"));
}
