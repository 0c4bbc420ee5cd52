using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Users;

/// <summary>Makes what the configuration keeps of a password.</summary>
public static class LitePipelineUsers
{
    // What OWASP's password storage cheat sheet asks of PBKDF2-HMAC-SHA512.
    private const int Iterations = 210_000;

    internal static PasswordHasher<LitePipelineUser> Hasher { get; } =
        new(Options.Create(new PasswordHasherOptions { CompatibilityMode = PasswordHasherCompatibilityMode.IdentityV3, IterationCount = Iterations }));

    /// <summary>Hashes a password for <see cref="LitePipelineUser.PasswordHash"/>; each call gives another text, as the salt is random.</summary>
    public static string HashPassword(string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(password);
        return Hasher.HashPassword(new LitePipelineUser(), password);
    }

    /// <summary>The key of the original's tokens for <see cref="LitePipelineUser.PasswordMd5"/>. Whoever reads it can sign in as this user with the original's clients, and finds the password of it quickly: keep it only for as long as such a client needs it.</summary>
    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The original's clients make their tokens with it.")]
    public static string OriginalTokenKey(string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(password);
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(password)));
    }
}
