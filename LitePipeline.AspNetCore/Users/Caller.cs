namespace LitePipeline.AspNetCore.Users;

/// <summary>Who calls.</summary>
/// <param name="Name">The user's name; null where the service has no users.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Token">The token that they showed; null where they showed a password.</param>
internal sealed record Caller(string? Name, UserRole Role, AccessToken? Token = null)
{
    /// <summary>Who calls a service without users.</summary>
    public static Caller Anyone { get; } = new(null, UserRole.Admin);
}
