using LitePipeline.AspNetCore.Users;

namespace LitePipeline.Cli.Servers;

/// <summary>Someone who may call a manager's API, as its configuration names them.</summary>
/// <param name="Name">The name.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Password">The password, where it is written in clear.</param>
/// <param name="PasswordHash">Its hash, where it is not.</param>
/// <param name="PasswordMd5">What the clients of the original need beside a hash.</param>
internal sealed record UserSetting(string Name, UserRole Role, string? Password, string? PasswordHash, string? PasswordMd5)
{
    /// <summary>The user as the API takes one. A password in clear is hashed, and gives what the original's clients need where they may sign in.</summary>
    public LitePipelineUser ToUser(bool acceptOriginalTokens) => new()
    {
        Name = Name,
        Role = Role,
        PasswordHash = PasswordHash ?? LitePipelineUsers.HashPassword(Password!),
        PasswordMd5 = PasswordMd5 ?? (acceptOriginalTokens && Password is not null ? LitePipelineUsers.OriginalTokenKey(Password) : null),
    };
}
