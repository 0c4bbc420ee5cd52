using LitePipeline.Core;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Lists;

[Collection(BrowserCollection.Name)]
public class PagingTests(Browser browser)
{
    [Fact]
    public async Task Pages_stay_as_they_are_while_the_list_grows_and_filters_are_in_the_address()
    {
        await using var host = await ViewerHost.StartAsync(cluster => cluster.Nodes = 0);
        var application = await host.Cluster.Manager.UploadAsync("sums", "Adds up", ("configuration.json", """{"actions": [{"name": "first", "main": "echo one"}], "output_action": "first"}"""));
        for (var number = 1; number <= 60; number++) await host.Cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(application, $"task {number:00}"));
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync("tasks");
        await Expect(window.Row("task 60")).ToBeVisibleAsync();
        await Expect(window.Row("task 35")).ToHaveCountAsync(0);

        await window.Button("Older").ClickAsync();
        await Expect(window.Row("task 35")).ToBeVisibleAsync();
        await host.Cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(application, "task 61"));
        await Expect(window.Page.GetByText("61 tasks, page 2")).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("task 35");
        await window.Button("Older").ClickAsync();
        await Expect(window.Row("task 01")).ToBeVisibleAsync();
        await Expect(window.Button("Older")).ToBeDisabledAsync();
        await window.Button("Newer").ClickAsync();
        await Expect(window.Row("task 35")).ToBeVisibleAsync();
        await window.Button("Newest").ClickAsync();
        await Expect(window.Row("task 61")).ToBeVisibleAsync();

        await window.Page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync("k 1");
        await Expect(window.Page.GetByText("10 tasks")).ToBeVisibleAsync();
        Assert.Contains("name=k+1", window.Page.Url, StringComparison.Ordinal);
        await window.Page.ReloadAsync();
        await Expect(window.Page.GetByText("10 tasks")).ToBeVisibleAsync();
    }
}
