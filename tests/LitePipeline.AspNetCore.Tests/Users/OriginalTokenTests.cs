using System.Text;
using LitePipeline.AspNetCore.Users;

namespace LitePipeline.AspNetCore.Tests.Users;

/// <summary>The tokens of the original's clients.</summary>
public class OriginalTokenTests
{
    // Made by the package tea_encrypt itself.
    [Theory]
    [InlineData("admin", "admin", "2glytKGz3vBXLJt0+CW9RQ==")]
    [InlineData("a", "x", "M3PODFTkEA1NmkcJMgqrWg==")]
    [InlineData("viewer", "vs", "sRV6De0oYsVLIsIZ2k+OAQ==")]
    [InlineData("operator1", "secret word", "duzYC+aSyZSvvwt9BR30ffRBzol1MQv0")]
    [InlineData("ann", "ann-pässword", "6+CjCTUdsdDx2bNrrQYS7Q==")]
    [InlineData("abcdefghijklmnop", "p", "Gjd34pusJcbBrYiXJodlAec9sP9RlBAR5I9GCRNMQZM=")]
    public void A_token_that_the_originals_package_made_is_its_users_and_nobody_elses(string user, string password, string token)
    {
        Assert.True(OriginalToken.IsOf(user, LitePipelineUsers.OriginalTokenKey(password), token));
        Assert.False(OriginalToken.IsOf(user, LitePipelineUsers.OriginalTokenKey(password + "!"), token));
        Assert.False(OriginalToken.IsOf(user + "2", LitePipelineUsers.OriginalTokenKey(password), token));
    }

    [Fact]
    public void What_is_encrypted_is_decrypted_at_every_length()
    {
        var key = Convert.FromHexString(LitePipelineUsers.OriginalTokenKey("any"));
        for (var length = 0; length < 40; length++)
        {
            var text = Encoding.ASCII.GetBytes(new string('t', length));
            Assert.Equal(text, TeaText.Decrypt(TeaText.Encrypt(text, key), key));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("AAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("2glytKGz3vBXLJt0+CW9")]
    public void What_is_no_token_is_nobodys(string token) => Assert.False(OriginalToken.IsOf("admin", LitePipelineUsers.OriginalTokenKey("admin"), token));

    [Fact]
    public void The_key_is_the_passwords_MD5() => Assert.Equal("21232f297a57a5a743894a0e4a801fc3", LitePipelineUsers.OriginalTokenKey("admin"));

    [Fact]
    public async Task An_old_client_signs_in_where_the_operator_allows_it()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, options =>
        {
            options.AcceptOriginalTokens = true;
            options.Users.Add(new LitePipelineUser { Name = "admin", Role = UserRole.Admin, PasswordHash = TestUsers.Hash, PasswordMd5 = LitePipelineUsers.OriginalTokenKey("admin") });
            options.Users.Add(TestUsers.Of("modern", UserRole.Admin));
        });
        Assert.Equal("ok", await ResultAsync(api, "admin", "2glytKGz3vBXLJt0+CW9RQ=="));
        Assert.Equal("ok", await ResultAsync(api, "admin", OriginalToken.Make("admin", LitePipelineUsers.OriginalTokenKey("admin"))));
        Assert.Equal("AuthError", await ResultAsync(api, "admin", OriginalToken.Make("admin", LitePipelineUsers.OriginalTokenKey("other"))));
        Assert.Equal("AuthError", await ResultAsync(api, "modern", OriginalToken.Make("modern", LitePipelineUsers.OriginalTokenKey(TestUsers.Password))));
    }

    [Fact]
    public async Task By_default_old_clients_are_told_why_they_cannot()
    {
        await using var api = await ApiHost.StartAsync(cluster => cluster.Nodes = 0, options => options.Users.Add(
            new LitePipelineUser { Name = "admin", Role = UserRole.Admin, PasswordHash = TestUsers.Hash, PasswordMd5 = LitePipelineUsers.OriginalTokenKey("admin") }));
        using var answer = await api.Http.AskAsync(HttpMethod.Get, "/app/list", null, ("user", "admin"), ("token", "2glytKGz3vBXLJt0+CW9RQ=="));
        Assert.Contains("AcceptOriginalTokens", (await Http.ReadAsync(answer)).Text("message"), StringComparison.Ordinal);
    }

    private static async Task<string> ResultAsync(ApiHost api, string user, string token)
    {
        using var answer = await api.Http.AskAsync(HttpMethod.Get, "/app/list", null, ("user", user), ("token", token));
        return (await Http.ReadAsync(answer)).Text("result");
    }
}
