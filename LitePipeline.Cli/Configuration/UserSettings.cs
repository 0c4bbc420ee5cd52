using LitePipeline.Cli.Servers;
using YamlDotNet.RepresentationModel;

namespace LitePipeline.Cli.Configuration;

/// <summary>The <c>users</c> of a manager.</summary>
internal static class UserSettings
{
    private static readonly string[] Keys = ["name", "password", "password_hash", "password_md5", "role"];
    private static readonly string[] Roles = ["admin", "operator", "viewer"];

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
        var (plain, hash) = (values.GetValueOrDefault("password"), values.GetValueOrDefault("password_hash"));
        if (string.IsNullOrEmpty(plain) == string.IsNullOrEmpty(hash))
            settings.Problem("users", $"the user '{name}' has {(string.IsNullOrEmpty(plain) ? "no password" : "both password and password_hash")}; give password_hash, which 'litepipeline user hash' prints.");
        // The original has no roles: its users may do everything.
        var role = values.GetValueOrDefault("role") ?? "admin";
        if (!Roles.Contains(role)) settings.Problem("users", $"the user '{name}' has the role '{role}'; give one of {string.Join(", ", Roles)}.");
        return new UserSetting(name, role, string.IsNullOrEmpty(plain) ? null : plain, hash, values.GetValueOrDefault("password_md5"));
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
