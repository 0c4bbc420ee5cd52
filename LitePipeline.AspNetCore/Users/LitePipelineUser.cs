namespace LitePipeline.AspNetCore.Users;

/// <summary>Someone who may call the API, as the configuration names them.</summary>
public sealed class LitePipelineUser
{
    /// <summary>The name that they sign in with: 1 to 64 characters without a colon, capitals counted.</summary>
    public string Name { get; set; } = "";

    /// <summary>What they may do. To read, by default.</summary>
    public UserRole Role { get; set; }

    /// <summary>The password's hash, from <see cref="LitePipelineUsers.HashPassword"/>: PBKDF2 in the format of ASP.NET Core Identity.</summary>
    public string PasswordHash { get; set; } = "";

    /// <summary>The MD5 of the password in hex, from <see cref="LitePipelineUsers.OriginalTokenKey"/>; only for clients of the original, see <see cref="Api.LitePipelineApiOptions.AcceptOriginalTokens"/>. Null by default: then this user cannot sign in with such a client.</summary>
    public string? PasswordMd5 { get; set; }
}
