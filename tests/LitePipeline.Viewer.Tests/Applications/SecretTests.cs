using LitePipeline.Core;
using LitePipeline.Core.Tasks;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Applications;

[Collection(BrowserCollection.Name)]
public class SecretTests(Browser browser)
{
    private static ILocator Value(Window window) => window.Dialog.Locator("input[type=password]");

    [Fact]
    public async Task A_secret_is_set_replaced_and_deleted_and_its_value_is_shown_nowhere()
    {
        await using var host = await ViewerHost.StartAsync();
        var manager = host.Cluster.Manager;
        var application = await manager.UploadAsync("mailer", "", ("configuration.json", """{"actions": [{"name": "send", "main": "bash send.sh"}], "output_action": "send"}"""), ("send.sh", "echo \"key: $API_KEY, ${#API_KEY} long\""));
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync($"applications/{application}");
        await Expect(window.Page.GetByText("It has none.")).ToBeVisibleAsync();

        await window.OpenAsync("Set a secret");
        await window.Dialog.GetByLabel("Name").FillAsync("API_KEY");
        await Value(window).FillAsync("abc");
        await window.SubmitAsync("Set");
        await Expect(window.Dialog).ToContainTextAsync("give at least 4");
        await Value(window).FillAsync("first-value-1234");
        await window.FinishAsync("Set");
        await Expect(window.Row("API_KEY")).ToBeVisibleAsync();

        await window.OpenAsync("Replace the value of API_KEY");
        await Value(window).FillAsync("second-value-12345");
        await window.FinishAsync("Set");
        var task = await manager.SubmitTaskAsync(new SubmitTaskRequest(application, "mails"));
        Assert.Equal(RunStatus.Success, (await manager.WaitForTaskAsync(task)).Task.State.Status);
        using (var log = new StreamReader(await manager.OpenLogAsync(task, "send"))) Assert.Equal("key: ***, 18 long\n", await log.ReadToEndAsync());
        Assert.DoesNotContain("value-1234", await window.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(await window.Page.SeriousAsync());

        await window.OpenAsync("Delete the secret API_KEY");
        await window.FinishAsync("Delete");
        await Expect(window.Page.GetByText("It has none.")).ToBeVisibleAsync();
        await window.FollowAsync("audit");
        await Expect(window.Page.GetByText("API_KEY of the application mailer")).ToHaveCountAsync(3);
    }
}
