using LitePipeline.Core;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Live;

[Collection(BrowserCollection.Name)]
public class LiveTests(Browser browser)
{
    [Fact]
    public async Task Two_browsers_see_the_same_change()
    {
        await using var host = await ViewerHost.StartAsync(cluster => cluster.Nodes = 0);
        var application = await host.Cluster.Manager.UploadAsync("sums", "Adds up", ("configuration.json", """{"actions": [{"name": "first", "main": "echo one"}], "output_action": "first"}"""));
        await using var one = await browser.OpenAsync(host.Viewer);
        await using var other = await browser.OpenAsync(host.Viewer);
        await one.GoAsync($"applications/{application}");
        await other.GoAsync("applications");
        await Expect(other.Row("sums")).ToBeVisibleAsync();

        await one.OpenAsync("Change");
        await one.FillAsync("Name", "totals");
        await one.FinishAsync("Save");

        await Expect(one.Heading("totals")).ToBeVisibleAsync();
        await Expect(other.Row("totals")).ToBeVisibleAsync();
        await Expect(other.Row("sums")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_lost_connection_is_told_and_what_was_missed_is_there_when_it_is_back()
    {
        await using var host = await ViewerHost.StartAsync(cluster => cluster.Nodes = 0);
        var application = await host.Cluster.Manager.UploadAsync("sums", "Adds up", ("configuration.json", """{"actions": [{"name": "first", "main": "echo one"}], "output_action": "first"}"""));
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync("tasks");
        await Expect(window.Page.GetByText("No task was submitted yet.")).ToBeVisibleAsync();

        await host.StopAppAsync();
        await Expect(window.Page.GetByText("Connection lost")).ToBeVisibleAsync();
        await host.Cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(application, "meanwhile"));
        await host.StartAppAsync();

        await Expect(window.Page.GetByText("Connection lost")).ToHaveCountAsync(0);
        await Expect(window.Row("meanwhile")).ToContainTextAsync("Pending");
    }

    [Fact]
    public async Task What_happens_is_on_the_events_page()
    {
        await using var host = await ViewerHost.StartAsync();
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync("events");
        await Expect(window.Page.GetByText("Nothing has happened since this page was loaded.")).ToBeVisibleAsync();

        await host.Cluster.RunAsync(await host.Cluster.Manager.UploadAsync("sums", "Adds up", ("configuration.json", """{"actions": [{"name": "first", "main": "echo one"}], "output_action": "first"}""")));

        await Expect(window.Row("Task finished, success")).ToContainTextAsync("test");
        await Expect(window.Row("Action started")).ToContainTextAsync("first of test");
        await Expect(window.Row("Application created")).ToContainTextAsync("sums");
    }
}
