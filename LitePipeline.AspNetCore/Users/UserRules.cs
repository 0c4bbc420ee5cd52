using System.Buffers.Text;
using LitePipeline.AspNetCore.Api;
using Microsoft.Extensions.Options;

namespace LitePipeline.AspNetCore.Users;

/// <summary>Checks the users that the configuration names, all of them, so that one start shows every mistake.</summary>
internal sealed class UserRules : IValidateOptions<LitePipelineApiOptions>
{
    private const int MaxNameLength = 64;
    private const int ShortestHash = 1 + 16 + 16;
    private const byte IdentityV2 = 0, IdentityV3 = 1;

    public ValidateOptionsResult Validate(string? name, LitePipelineApiOptions options)
    {
        var problems = new List<string>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Users.Count; i++)
        {
            var (user, place) = (options.Users[i], $"{LitePipelineApiOptions.Section}:Users:{i}");
            if (FindNameProblem(user.Name) is { } problem) problems.Add($"{place}:Name {problem}");
            else if (!names.Add(user.Name)) problems.Add($"{place}:Name: '{user.Name}' is there twice; give each user one entry.");
            if (!Enum.IsDefined(user.Role)) problems.Add($"{place}:Role is {(int)user.Role}; give Viewer, Operator or Admin.");
            if (!IsHash(user.PasswordHash)) problems.Add($"{place}:PasswordHash is no hash of a password; give what LitePipelineUsers.HashPassword returns.");
            if (user.PasswordMd5 is { } md5 && (md5.Length != 32 || !md5.All(char.IsAsciiHexDigit)))
                problems.Add($"{place}:PasswordMd5 is no MD5 in hex; give what LitePipelineUsers.OriginalTokenKey returns, or leave it out.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    internal static string? FindNameProblem(string name) => name switch
    {
        null or "" => "is missing; give the name that the user signs in with.",
        { Length: > MaxNameLength } => $"has {name.Length} characters; give {MaxNameLength} at the most.",
        _ when name.Contains(':') || name.Any(char.IsControl) || name.Trim() != name => $"is '{name}'; give one without a colon, control characters or blanks around it.",
        _ => null,
    };

    internal static bool IsHash(string? hash)
    {
        if (string.IsNullOrEmpty(hash) || !Base64.IsValid(hash, out var length) || length < ShortestHash) return false;
        return Convert.FromBase64String(hash)[0] is IdentityV2 or IdentityV3;
    }
}
