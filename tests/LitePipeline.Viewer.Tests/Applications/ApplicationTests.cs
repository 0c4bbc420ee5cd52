using LitePipeline.Core.Storage;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Applications;

[Collection(BrowserCollection.Name)]
public class ApplicationTests(Browser browser)
{
    private const string Good = """{"actions": [{"name": "first", "main": "echo one"}], "output_action": "first"}""";

    [Fact]
    public async Task A_refused_upload_shows_all_that_is_wrong_and_a_mended_one_is_taken()
    {
        await using var host = await ViewerHost.StartAsync(cluster => cluster.Nodes = 0);
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync("applications");
        await window.OpenAsync("Upload an application");
        await window.SubmitAsync("Upload");
        await Expect(window.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose the package first");

        await ChooseAsync(window, await Package.PackAsync(("configuration.json", """{"actions": [{"name": "first", "main": "x", "condition": ["second"]}, {"name": "second", "main": "y", "condition": ["first"]}], "output_action": "third"}""")));
        await window.SubmitAsync("Upload");
        await Expect(window.Dialog.Locator(".mantine-TextInput-error")).ToContainTextAsync("name is missing");

        await window.FillAsync("Name", "sums");
        await window.SubmitAsync("Upload");
        await Expect(window.Dialog.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);
        await Expect(window.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("$.output_action: names 'third'");
        Assert.Empty((await host.Cluster.Manager.ListApplicationsAsync(new ApplicationQuery())).Items);

        await ChooseAsync(window, await Package.PackAsync(("configuration.json", Good)));
        await window.FillAsync("Description", "Adds up");
        await window.FinishAsync("Upload");
        await Expect(window.Heading("sums")).ToBeVisibleAsync();
        await Expect(window.Row("echo one")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Versions_are_uploaded_compared_made_current_and_deleted()
    {
        await using var host = await ViewerHost.StartAsync(cluster => cluster.Nodes = 0);
        var application = await host.Cluster.Manager.UploadAsync("sums", "Adds up", ("configuration.json", Good));
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync($"applications/{application}");

        await window.OpenAsync("Upload a version");
        await ChooseAsync(window, await Package.PackAsync(("configuration.json", Good.Replace("echo one", "echo two", StringComparison.Ordinal))));
        await window.FillAsync("Description", "Adds up better");
        await window.FinishAsync("Upload");
        var (after, before) = (window.Row("Adds up better"), window.Page.GetByRole(AriaRole.Table, new PageGetByRoleOptions { Name = "Versions" }).GetByRole(AriaRole.Row).Nth(2));
        await Expect(after).ToContainTextAsync("Current");

        await window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Compare configurations" }).ClickAsync();
        var changes = window.Page.GetByLabel("Differences");
        await Expect(changes.Locator("[data-kind=removed]")).ToContainTextAsync("echo one");
        await Expect(changes.Locator("[data-kind=added]")).ToContainTextAsync("echo two");
        await window.Page.GoBackAsync();

        await before.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameRegex = new("^Make .* the current version$") }).ClickAsync();
        await Expect(before).ToContainTextAsync("Current");
        await after.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameRegex = new("^Delete version") }).ClickAsync();
        await window.FinishAsync("Delete");
        await Expect(after).ToHaveCountAsync(0);

        await window.OpenAsync("Change");
        await window.FillAsync("Name", "totals");
        await window.FinishAsync("Save");
        await Expect(window.Heading("totals")).ToBeVisibleAsync();
        var saved = await window.Page.RunAndWaitForDownloadAsync(() => window.Button("Download").ClickAsync());
        Assert.Equal($"{application}.tar.gz", saved.SuggestedFilename);

        await window.OpenAsync("Delete");
        await window.FinishAsync("Delete");
        await Expect(window.Page.GetByText("No application was uploaded yet.")).ToBeVisibleAsync();
    }

    internal static Task ChooseAsync(Window window, byte[] package) =>
        window.Dialog.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "package.tar.gz", MimeType = "application/gzip", Buffer = package });
}
