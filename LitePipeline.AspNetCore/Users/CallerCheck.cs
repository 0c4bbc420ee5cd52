using System.Text;
using LitePipeline.AspNetCore.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Users;

/// <summary>Finds out who calls: by a bearer token, by name and password, or as the original's clients tell it.</summary>
internal sealed class CallerCheck(UserList users, PasswordCheck passwords, AccessTokens tokens, IOptions<LitePipelineApiOptions> options)
{
    private const string Bearer = "Bearer ", Basic = "Basic ";

    /// <summary>Who calls.</summary>
    /// <exception cref="CallerRefusedException">They did not say, or not truly.</exception>
    /// <exception cref="Core.RequestRefusedException">There are no users, and the request does not come from this machine.</exception>
    public async Task<Caller> FindAsync(HttpContext context)
    {
        var current = users.Current;
        if (current.IsEmpty)
        {
            if (!options.Value.AllowRemoteCallers) LocalCallers.Require(context);
            return Caller.Anyone;
        }

        var headers = context.Request.Headers;
        if (headers.Authorization is [{ } shown, ..])
        {
            if (shown.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return ByToken(current, shown[Bearer.Length..].Trim());
            if (shown.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return await ByPasswordAsync(current, shown[Basic.Length..].Trim(), context);
            throw new CallerRefusedException("The Authorization header is of no kind that is known here; send Bearer with a token, or Basic with user and password.");
        }

        if (headers.TryGetValue("user", out var user) && headers.TryGetValue("token", out var token)) return ByOriginalToken(current, user.ToString(), token.ToString(), context);
        throw new CallerRefusedException($"Sign in: send Authorization: Bearer with a token from {Routes.V1.Login}, or Authorization: Basic with user and password (with the tool: -u USER -p PASSWORD).");
    }

    private Caller ByToken(UserList.Snapshot current, string text)
    {
        var token = tokens.Read(current, text);
        return new Caller(token.User, current.Find(token.User)!.Role, token);
    }

    private async Task<Caller> ByPasswordAsync(UserList.Snapshot current, string encoded, HttpContext context)
    {
        var (name, password) = Split(encoded);
        var user = await passwords.CheckAsync(current, name, password, context.Connection.RemoteIpAddress, signsIn: false, context.RequestAborted);
        return new Caller(user.Name, user.Role);
    }

    private Caller ByOriginalToken(UserList.Snapshot current, string name, string token, HttpContext context)
    {
        if (!current.AcceptOriginalTokens)
            throw new CallerRefusedException($"This service does not take the headers user and token of the original's clients ({nameof(LitePipelineApiOptions.AcceptOriginalTokens)}, or accept_original_tokens in configuration.yml, is off); send Authorization: Basic with user and password.");
        var user = passwords.CheckOriginal(current, name, token, context.Connection.RemoteIpAddress);
        return new Caller(user.Name, user.Role);
    }

    private static (string Name, string Password) Split(string encoded)
    {
        try
        {
            if (Encoding.UTF8.GetString(Convert.FromBase64String(encoded)).Split(':', 2) is [var name, var password]) return (name, password);
        }
        catch (FormatException)
        {
            // Told below.
        }

        throw new CallerRefusedException("The Basic credentials are not well formed; send the base64 of user:password.");
    }
}
