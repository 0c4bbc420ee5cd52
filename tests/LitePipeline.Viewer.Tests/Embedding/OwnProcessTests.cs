using System.Text.RegularExpressions;
using LitePipeline.Core;
using LitePipeline.Viewer.Tests.Applications;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Embedding;

/// <summary><c>litepipeline viewer</c>: pages of one process, which show the manager of another.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class OwnProcessTests(Browser browser)
{
    [Fact]
    public async Task What_happens_and_what_is_uploaded_goes_through_the_viewer_s_process()
    {
        await using var host = await ViewerHost.StartAsync();
        await using var viewer = await Program.StartAsync("Tool", Ready(), "viewer", "--http", "127.0.0.1:0", "--manager", host.Address.Authority);
        await using var window = await browser.OpenAsync(new Uri(viewer.Said.Value));
        await window.GoAsync("applications");
        await window.OpenAsync("Upload an application");
        await window.FillAsync("Name", "sums");
        await ApplicationTests.ChooseAsync(window, await Package.PackAsync(("configuration.json", """{"actions": [{"name": "first", "main": "echo one"}], "output_action": "first"}""")));
        await window.FinishAsync("Upload");
        await Expect(window.Heading("sums")).ToBeVisibleAsync();

        await window.FollowAsync("tasks");
        await Expect(window.Page.GetByText("No task was submitted yet.")).ToBeVisibleAsync();
        var application = (await host.Cluster.Manager.ListApplicationsAsync(new Core.Storage.ApplicationQuery())).Items.Single();
        await host.Cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(application.Id, "morning"));
        await Expect(window.Row("morning")).ToContainTextAsync("Success");

        await host.StopAppAsync();
        await Expect(window.Page.GetByText("The manager cannot be reached from the server of this page.")).ToBeVisibleAsync();
        await host.StartAppAsync();
        await Expect(window.Page.GetByText("Connection lost")).ToHaveCountAsync(0);
    }

    [GeneratedRegex(@"(?<=viewer is ready: )http://\S+")]
    private static partial Regex Ready();
}
