using LitePipeline.AspNetCore.Client;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Core;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Audit;

[Collection(BrowserCollection.Name)]
public class AuditTests(Browser browser)
{
    private const string Password = "correct horse";

    [Fact]
    public async Task An_admin_sees_who_did_what_as_it_is_done_filtered_and_in_pages_that_stay()
    {
        var hash = LitePipelineUsers.HashPassword(Password);
        await using var host = await ViewerHost.StartAsync(cluster => cluster.Nodes = 0, api => api.Users.Add(new LitePipelineUser { Name = "ann", Role = UserRole.Admin, PasswordHash = hash }));
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"ann:{Password}")));
        var remote = new HttpPipelineManager(http);
        var application = await remote.UploadAsync("sums", "", ("configuration.json", """{"actions": [{"name": "first", "main": "echo one"}], "output_action": "first"}"""));
        // What the host itself commands in somebody's name.
        using (AuditScope.Begin("ben", "10.0.0.9"))
            for (var number = 1; number <= 30; number++) await host.Cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(application, $"task {number:00}"));

        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync("audit");
        await window.Page.GetByLabel("User").FillAsync("ann");
        await window.Page.GetByLabel("Password", new PageGetByLabelOptions { Exact = false }).First.FillAsync(Password);
        await window.Button("Sign in").ClickAsync();
        await Expect(window.Heading("Audit")).ToBeVisibleAsync();
        await Expect(window.Row("Created the task task 30")).ToContainTextAsync("10.0.0.9");
        await Expect(window.Page.GetByText("31 records")).ToBeVisibleAsync();
        await window.Button("Older").ClickAsync();
        await Expect(window.Row("Created the application sums")).ToContainTextAsync("ann");
        await Expect(window.Row("Created the task task 05")).ToBeVisibleAsync();

        var task = await remote.SubmitTaskAsync(new SubmitTaskRequest(application, "task 31"));
        await Expect(window.Page.GetByText("32 records, page 2")).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("task 05");
        await remote.StopTaskAsync(task, StopSignal.Terminate);
        await window.Page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "Did what" }).Or(window.Page.GetByRole(AriaRole.Combobox, new PageGetByRoleOptions { Name = "Did what" })).First.ClickAsync();
        await window.Page.GetByRole(AriaRole.Option, new PageGetByRoleOptions { Name = "stop", Exact = true }).ClickAsync();
        await Expect(window.Page.GetByText("1 record", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await Expect(window.Row("Stopped the task task 31")).ToContainTextAsync("signal -15");
        Assert.Contains("verb=stop", window.Page.Url, StringComparison.Ordinal);
        await window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "task 31" }).ClickAsync();
        await Expect(window.Heading("task 31")).ToBeVisibleAsync();
    }
}
