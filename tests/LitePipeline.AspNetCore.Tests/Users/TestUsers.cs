using System.Net;
using LitePipeline.AspNetCore.Api;
using LitePipeline.AspNetCore.Users;

namespace LitePipeline.AspNetCore.Tests.Users;

/// <summary>One user of each role, all with the same password.</summary>
internal static class TestUsers
{
    public const string Password = "correct horse: battery";

    public static string Hash { get; } = LitePipelineUsers.HashPassword(Password);

    public static void Add(LitePipelineApiOptions options)
    {
        foreach (var role in Enum.GetValues<UserRole>()) options.Users.Add(Of(Name(role), role));
    }

    public static LitePipelineUser Of(string name, UserRole role) => new() { Name = name, Role = role, PasswordHash = Hash };

    public static string Name(UserRole role) => role.ToString().ToLowerInvariant();

    public static async Task<string> LoginAsync(this ApiHost api, UserRole role)
    {
        using var answer = await api.Http.AskAsync(HttpMethod.Post, "/api/v1/login", new { user = Name(role), password = Password });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await Http.ReadAsync(answer)).Text("token");
    }
}
