using LitePipeline.AspNetCore.Users;
using LitePipeline.Cli.Servers;
using YamlDotNet.RepresentationModel;

namespace LitePipeline.Cli.Configuration;

/// <summary>The <c>users</c> of a manager.</summary>
internal static class UserSettings
{
    private static readonly string[] Keys = ["name", "password", "password_hash", "password_md5", "role"];
    private static readonly Dictionary<string, UserRole> Roles = new(StringComparer.Ordinal) { ["admin"] = UserRole.Admin, ["operator"] = UserRole.Operator, ["viewer"] = UserRole.Viewer };

    // What every installation of the original begins with, so that everyone knows it.
    private const string KnownPassword = "admin";

    public static IReadOnlyList<UserSetting> Read(SettingsReader settings)
    {
        var users = settings.List("users").Select(item => Read(settings, item)).OfType<UserSetting>().ToList();
        foreach (var twice in users.GroupBy(user => user.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            settings.Problem("users", $"users has '{twice.Key}' twice; remove one.");
        WarnOfPasswords(settings, users);
        return users;
    }

    private static UserSetting? Read(SettingsReader settings, YamlMappingNode item)
    {
        var values = item.Children.ToDictionary(child => (child.Key as YamlScalarNode)?.Value ?? "", child => child.Value is YamlScalarNode scalar && !ConfigurationFile.IsNull(scalar) ? scalar.Value : null);
        if (values.GetValueOrDefault("name") is not { Length: > 0 } name)
        {
            settings.Problem("users", "a user has no name; give one.");
            return null;
        }
        foreach (var key in values.Keys.Except(Keys)) settings.Problem("users", $"the user '{name}' has the key '{key}', which is not known; give {string.Join(", ", Keys)}.");
        if (UserRules.FindNameProblem(name) is { } problem) settings.Problem("users", $"a user's name {problem}");
        var (plain, hash) = Passwords(settings, name, values);
        // The original has no roles: its users may do everything.
        if (!Roles.TryGetValue(values.GetValueOrDefault("role") ?? "admin", out var role))
            settings.Problem("users", $"the user '{name}' has the role '{values["role"]}'; give one of {string.Join(", ", Roles.Keys)}.");
        return new UserSetting(name, role, plain, hash, values.GetValueOrDefault("password_md5"));
    }

    private static (string? Plain, string? Hash) Passwords(SettingsReader settings, string name, Dictionary<string, string?> values)
    {
        var (plain, hash) = (values.GetValueOrDefault("password"), values.GetValueOrDefault("password_hash"));
        if (string.IsNullOrEmpty(plain) == string.IsNullOrEmpty(hash))
            settings.Problem("users", $"the user '{name}' has {(string.IsNullOrEmpty(plain) ? "no password" : "both password and password_hash")}; give password_hash, which 'litepipeline user hash' prints.");
        else if (hash is { Length: > 0 } && !UserRules.IsHash(hash))
            settings.Problem("users", $"the password_hash of '{name}' is no hash of a password; give what 'litepipeline user hash' prints.");
        else if (plain is { Length: > 0 } && UserRules.IsHash(plain))
            settings.Problem("users", $"the password of '{name}' is a hash; name the key password_hash.");
        if (values.GetValueOrDefault("password_md5") is { } md5 && (md5.Length != 32 || !md5.All(char.IsAsciiHexDigit)))
            settings.Problem("users", $"the password_md5 of '{name}' is no MD5; give the second line of 'litepipeline user hash --original'.");
        return (string.IsNullOrEmpty(plain) ? null : plain, string.IsNullOrEmpty(hash) ? null : hash);
    }

    private static void WarnOfPasswords(SettingsReader settings, List<UserSetting> users)
    {
        var plain = users.Where(user => user.Password is not null).ToList();
        if (plain.Count > 0)
            settings.Warn("users", $"the password{(plain.Count > 1 ? "s" : "")} of {string.Join(", ", plain.Select(user => $"'{user.Name}'"))} can be read in this file. Put password_hash in place of password: 'litepipeline user hash' prints it.");
        foreach (var user in plain.Where(user => user.Password == KnownPassword))
            settings.Warn("users", $"the password of '{user.Name}' is the one that every installation of the original begins with: whoever reaches this manager can sign in. Change it.");
    }
}
