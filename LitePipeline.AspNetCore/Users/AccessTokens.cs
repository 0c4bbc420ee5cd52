using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Api.Payloads;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Users;

/// <summary>What a bearer token says.</summary>
/// <param name="Id">Names this token.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Stamp">Which password it was given for: it ends with that password.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record AccessToken(Guid Id, string User, string Stamp, DateTimeOffset ExpiresAt);

/// <summary>Gives and reads bearer tokens: what they say, sealed by ASP.NET Core's data protection under keys of our own.</summary>
/// <remarks>The keys are apart from the host's, so that a package of routes neither needs nor changes how the host protects its own data.</remarks>
internal sealed class AccessTokens(IOptions<LitePipelineApiOptions> options, RevokedTokens revoked, TimeProvider time)
{
    private readonly Lazy<IDataProtector> _seal = new(() => Keys(options.Value.TokenFolder).CreateProtector("LitePipeline.AspNetCore.Users.AccessTokens.v1"));

    public (string Text, AccessToken Token) Give(LitePipelineUser user, TimeSpan lifetime)
    {
        var token = new AccessToken(Guid.NewGuid(), user.Name, StampOf(user), time.GetUtcNow() + lifetime);
        var bytes = _seal.Value.Protect(JsonSerializer.SerializeToUtf8Bytes(token, ApiJsonContext.Default.AccessToken));
        return (System.Buffers.Text.Base64Url.EncodeToString(bytes), token);
    }

    /// <summary>What a token says.</summary>
    /// <exception cref="CallerRefusedException">It is none of ours, has expired, was given back, or its user's password has changed.</exception>
    public AccessToken Read(UserList.Snapshot users, string text)
    {
        var token = Open(text) ?? throw new CallerRefusedException("The token is not one of this service; sign in again.");
        if (token.ExpiresAt <= time.GetUtcNow()) throw new CallerRefusedException("The token has expired; sign in again.");
        if (revoked.Contains(token.Id)) throw new CallerRefusedException("The token's user has signed out; sign in again.");
        return users.Find(token.User) is { } user && StampOf(user) == token.Stamp
            ? token
            : throw new CallerRefusedException("The token's user is gone or has another password now; sign in again.");
    }

    private AccessToken? Open(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(_seal.Value.Unprotect(System.Buffers.Text.Base64Url.DecodeFromChars(text)), ApiJsonContext.Default.AccessToken);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static string StampOf(LitePipelineUser user) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(user.PasswordHash)), 0, 8);

    private static IDataProtectionProvider Keys(string? folder) =>
        folder is null ? new EphemeralDataProtectionProvider() : DataProtectionProvider.Create(PrivateFolder.Create(folder));
}
