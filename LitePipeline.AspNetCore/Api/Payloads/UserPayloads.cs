using LitePipeline.AspNetCore.Users;

namespace LitePipeline.AspNetCore.Api.Payloads;

/// <summary>A user has signed in.</summary>
/// <param name="Token">What to send as <c>Authorization: Bearer</c>.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Role">What the user may do.</param>
internal sealed record LoginPayload(string Token, DateTimeOffset ExpiresAt, UserRole Role);

/// <summary>Who calls.</summary>
/// <param name="User">The user's name; null where the service has no users.</param>
/// <param name="Role">What they may do.</param>
/// <param name="ExpiresAt">When their token ends; null where they did not show one.</param>
internal sealed record MePayload(string? User, UserRole Role, DateTimeOffset? ExpiresAt);

/// <summary>Whether the manager can work.</summary>
internal sealed record HealthPayload(string Status, IReadOnlyDictionary<string, string> Checks);
