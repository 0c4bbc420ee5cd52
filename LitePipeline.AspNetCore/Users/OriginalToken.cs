using System.Security.Cryptography;
using System.Text;

namespace LitePipeline.AspNetCore.Users;

/// <summary>The original's <c>token</c> header: base64 of the user's name, encrypted under the MD5 of the password.</summary>
internal static class OriginalToken
{
    private const int MaxLength = 512;

    /// <summary>Whether this token is the user's; of text that is no token, false.</summary>
    public static bool IsOf(string user, string passwordMd5, string token)
    {
        Span<byte> sealedName = stackalloc byte[MaxLength];
        if (token.Length > MaxLength || !Convert.TryFromBase64String(token, sealedName, out var length)) return false;
        var name = TeaText.Decrypt(sealedName[..length], Convert.FromHexString(passwordMd5));
        return name is not null && CryptographicOperations.FixedTimeEquals(name, Encoding.UTF8.GetBytes(user));
    }

    /// <summary>Makes a token as the original's clients do.</summary>
    public static string Make(string user, string passwordMd5) =>
        Convert.ToBase64String(TeaText.Encrypt(Encoding.UTF8.GetBytes(user), Convert.FromHexString(passwordMd5)));
}
