using LitePipeline.AspNetCore.Api.Documents;
using LitePipeline.AspNetCore.Api.Payloads;
using LitePipeline.AspNetCore.Api.Requests;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Api.V1;

/// <summary>Signing in and out.</summary>
internal static class UserEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost(Routes.V1.Login, LoginAsync).Open().TakesJson("user*", "password*").Answers<LoginPayload>()
            .WithSummary("Gives a token for a user's name and password.")
            .WithDescription("After some failed attempts each further one is answered with 429 for a while; Retry-After says for how long.");
        group.MapPost(Routes.V1.Logout, Logout).ForViewers().AnswersNothing()
            .WithSummary("Ends the token that the request shows.")
            .WithDescription("Other tokens of the user stay; a changed password ends them all. A request that shows no token ends nothing.");
        group.MapGet(Routes.V1.Me, Me).ForViewers().Answers<MePayload>().WithSummary("Says who calls and what they may do.");
    }

    private static async Task<IResult> LoginAsync(
        UserList users, PasswordCheck passwords, AccessTokens tokens, IOptions<LitePipelineApiOptions> options, HttpContext context, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(context.Request, options.Value.MaxJsonSize, cancellationToken);
        var (name, password) = (body.RequiredText("user", "the user's name"), body.RequiredText("password", "the user's password"));
        var current = users.Current;
        if (current.IsEmpty) throw new RequestRefusedException(new Refusal(ErrorCode.OperationFailed, "This service has no users, so nobody can sign in; callers on its own machine need not."));
        var user = await passwords.CheckAsync(current, name, password, context.Connection.RemoteIpAddress, signsIn: true, cancellationToken);
        var (text, token) = tokens.Give(user, current.TokenLifetime);
        context.Response.Headers.CacheControl = "no-store";
        return Answers.Json(new LoginPayload(text, token.ExpiresAt, user.Role));
    }

    private static IResult Logout(RevokedTokens revoked, SignInTrail trail, HttpContext context)
    {
        if (context.Features.GetRequiredFeature<Caller>().Token is { } token)
        {
            revoked.Add(token);
            trail.SignedOut(token.User, context.Connection.RemoteIpAddress);
        }

        return Results.NoContent();
    }

    private static IResult Me(HttpContext context)
    {
        var caller = context.Features.GetRequiredFeature<Caller>();
        return Answers.Json(new MePayload(caller.Name, caller.Role, caller.Token?.ExpiresAt));
    }
}
