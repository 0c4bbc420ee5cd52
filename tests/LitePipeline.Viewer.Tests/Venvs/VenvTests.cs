using LitePipeline.Viewer.Tests.Applications;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Venvs;

[Collection(BrowserCollection.Name)]
public class VenvTests(Browser browser)
{
    [Fact]
    public async Task A_venv_is_refused_uploaded_and_removed()
    {
        await using var host = await ViewerHost.StartAsync(cluster => cluster.Nodes = 0);
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync("venvs");
        await window.OpenAsync("Upload a venv");
        await window.FillAsync("Name", "pandas");
        await ApplicationTests.ChooseAsync(window, await Package.PackAsync(("readme.txt", "no venv")));
        await window.SubmitAsync("Upload");
        await Expect(window.Dialog.Locator(".mantine-FileInput-error")).ToContainTextAsync("bin/activate");
        await ApplicationTests.ChooseAsync(window, await Package.PackAsync(("bin/activate", "# nothing")));
        await window.FinishAsync("Upload");
        await Expect(window.Heading("pandas")).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("1 version")).ToBeVisibleAsync();

        await window.OpenAsync("Delete");
        await window.FinishAsync("Delete");
        await Expect(window.Page.GetByText("No venv was uploaded yet.")).ToBeVisibleAsync();
    }
}
