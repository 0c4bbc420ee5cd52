using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Services;

[Collection(BrowserCollection.Name)]
public class ServiceTests(Browser browser)
{
    [Fact]
    public async Task A_service_is_made_disabled_changed_and_removed()
    {
        await using var host = await ViewerHost.StartAsync();
        await host.Cluster.Manager.UploadAsync("web", "", ("configuration.json", """{"actions": [{"name": "serve", "main": "bash serve.sh"}], "output_action": "serve"}"""), ("serve.sh", "exec sleep 600"));
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync("services");

        await window.OpenAsync("Create a service");
        await window.SubmitAsync("Create");
        await Expect(window.Dialog.Locator(".mantine-TextInput-error")).ToContainTextAsync("name is missing");
        await window.FillAsync("Name", "shop");
        await window.PickAsync("Application", "web");
        await window.PickAsync("Signal", "SIGKILL");
        await window.FinishAsync("Create");
        await Expect(window.Heading("shop")).ToBeVisibleAsync();
        await Expect(window.Page.Locator("[data-state=running]")).ToBeVisibleAsync();

        await window.Button("Disable").ClickAsync();
        await Expect(window.State).ToHaveTextAsync("Disabled");
        await Expect(window.Page.Locator("[data-state=running]")).ToHaveCountAsync(0);
        await window.OpenAsync("Change");
        await window.FillAsync("Description", "Serves the shop");
        await window.FinishAsync("Save");
        await Expect(window.Page.GetByText("Serves the shop")).ToBeVisibleAsync();
        await window.OpenAsync("Delete");
        await window.FinishAsync("Delete");
        await Expect(window.Page.GetByText("There is no service yet.")).ToBeVisibleAsync();
    }
}
