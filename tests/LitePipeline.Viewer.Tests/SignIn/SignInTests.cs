using LitePipeline.AspNetCore.Users;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.SignIn;

[Collection(BrowserCollection.Name)]
public class SignInTests(Browser browser)
{
    private const string Password = "correct horse";

    [Fact]
    public async Task Who_signs_in_sees_what_their_role_lets_and_is_a_stranger_again_when_they_have_signed_out()
    {
        var hash = LitePipelineUsers.HashPassword(Password);
        await using var host = await ViewerHost.StartAsync(cluster => cluster.Nodes = 0, api =>
        {
            api.Users.Add(new LitePipelineUser { Name = "ann", Role = UserRole.Admin, PasswordHash = hash });
            api.Users.Add(new LitePipelineUser { Name = "vic", Role = UserRole.Viewer, PasswordHash = hash });
        });
        var application = await host.Cluster.Manager.UploadAsync("sums", "Adds up", ("configuration.json", """{"actions": [{"name": "first", "main": "echo one"}], "output_action": "first"}"""));
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync($"applications/{application}");
        await Expect(window.Heading("Sign in")).ToBeVisibleAsync();
        Assert.Empty(await window.Page.SeriousAsync());

        await SignInAsync(window, "ann", "wrong");
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await SignInAsync(window, "ann", Password);
        // Where they wanted to go.
        await Expect(window.Heading("sums")).ToBeVisibleAsync();
        var audit = window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Audit" });
        await Expect(audit).ToBeVisibleAsync();
        await window.OpenAsync("Change");
        await window.FillAsync("Name", "totals");
        await window.FinishAsync("Save");
        await Expect(window.Heading("totals")).ToBeVisibleAsync();
        var saved = await window.Page.RunAndWaitForDownloadAsync(() => window.Button("Download").ClickAsync());
        Assert.Equal($"{application}.tar.gz", saved.SuggestedFilename);
        await window.Page.ReloadAsync();
        await Expect(window.Heading("totals")).ToBeVisibleAsync();

        await window.Button("ann").ClickAsync();
        await window.Page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Sign out" }).ClickAsync();
        await Expect(window.Heading("Sign in")).ToBeVisibleAsync();

        await SignInAsync(window, "vic", Password);
        await Expect(window.Heading("totals")).ToBeVisibleAsync();
        await Expect(window.Button("Download")).ToBeVisibleAsync();
        await Expect(window.Button("Change")).ToHaveCountAsync(0);
        await Expect(audit).ToHaveCountAsync(0);
        await Expect(window.Button("Create a task")).ToHaveCountAsync(0);
    }

    private static async Task SignInAsync(Window window, string user, string password)
    {
        await window.Page.GetByLabel("User").FillAsync(user);
        await window.Page.GetByLabel("Password", new PageGetByLabelOptions { Exact = false }).First.FillAsync(password);
        await window.Button("Sign in").ClickAsync();
    }
}
