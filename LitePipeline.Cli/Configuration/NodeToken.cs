using System.Security.Cryptography;
using System.Text;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Servers;

namespace LitePipeline.Cli.Configuration;

/// <summary>What a node shows to join: <c>node_token</c>, or where the original's files have none, what follows from the user and password that both files name.</summary>
internal static class NodeToken
{
    /// <summary>The keys of what stands in place of a token in the file itself.</summary>
    public const string FileKey = "node_token_file", AuthorityKey = "node_authority";

    private const int Iterations = 210_000;
    private const int Bytes = 32;

    /// <summary>What a manager asks for.</summary>
    public static string? OfManager(SettingsReader settings, HostPort tcp, IReadOnlyList<UserSetting> users)
    {
        if (settings.Text("node_token") is { Length: > 0 } token) return token;
        if (tcp.IsLoopback || settings.FilePath(FileKey) is not null || settings.FilePath(AuthorityKey) is not null) return null;
        if (users.FirstOrDefault(user => user.Password is not null) is { } user)
        {
            settings.Warn("tcp_host", $"node_token is not set: nodes join with the password of '{user.Name}' (manager_user and manager_password in their files). Set node_token here and there instead; 'litepipeline config DIR' makes one.");
            return FromPassword(user.Name, user.Password!);
        }
        settings.Problem("tcp_host", $"tcp_host is {tcp.Host}, which other machines may reach, and neither node_token nor node_token_file nor node_authority is set: anybody could join as a node. Set node_token here and in each node's file, or give 127.0.0.1.");
        return null;
    }

    /// <summary>What a node shows.</summary>
    public static string? OfNode(SettingsReader settings)
    {
        var (token, user, password) = (settings.Text("node_token"), settings.Text("manager_user"), settings.Text("manager_password"));
        if (token is { Length: > 0 }) return token;
        if (settings.FilePath(FileKey) is not null) return null;
        return user is { Length: > 0 } && password is { Length: > 0 } ? FromPassword(user, password) : null;
    }

    // The password itself does not travel, and guessing it from what does takes time.
    private static string FromPassword(string user, string password) =>
        Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(password, Encoding.UTF8.GetBytes($"litepipeline node token of {user}"), Iterations, HashAlgorithmName.SHA256, Bytes));
}
