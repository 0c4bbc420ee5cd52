namespace LitePipeline.Cli.Servers;

/// <summary>Someone who may call a manager's API, as its configuration names them.</summary>
/// <param name="Name">The name.</param>
/// <param name="Role"><c>admin</c>, <c>operator</c> or <c>viewer</c>.</param>
/// <param name="Password">The password, where it is written in clear.</param>
/// <param name="PasswordHash">Its hash, where it is not.</param>
/// <param name="PasswordMd5">What the clients of the original need beside a hash.</param>
internal sealed record UserSetting(string Name, string Role, string? Password, string? PasswordHash, string? PasswordMd5);
