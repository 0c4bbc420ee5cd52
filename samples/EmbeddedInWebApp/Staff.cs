using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace EmbeddedInWebApp;

/// <summary>Who may come in: in this sample one person, with a password that is new at each start.</summary>
internal sealed class Staff
{
    public const string Name = "ann";

    public string Password { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>The person of that name and password; null where there is none.</summary>
    public ClaimsPrincipal? Find(string? name, string? password)
    {
        var known = name == Name && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(password ?? ""), Encoding.UTF8.GetBytes(Password));
        return known ? new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, Name), new Claim(ClaimTypes.Role, "staff")], CookieAuthenticationDefaults.AuthenticationScheme)) : null;
    }
}
