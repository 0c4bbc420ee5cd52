using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Tasks;

[Collection(BrowserCollection.Name)]
public class LogTests(Browser browser)
{
    [Fact]
    public async Task A_long_log_opens_at_its_end_and_goes_back_a_part_at_a_time()
    {
        await using var host = await ViewerHost.StartAsync();
        // 16 bytes a line, and characters of more than one byte wherever a part may begin.
        var write = new ActionDefinition { Name = "write", Main = "bash -c 'for n in $(seq -w 1 40000); do printf \"row %s äöü\\n\" $n; done'" };
        var application = await host.Cluster.DeployAsync(new ApplicationDefinition { Actions = [write], OutputAction = write.Name });
        var task = (await host.Cluster.RunAsync(application)).Task.Id;
        await using var window = await browser.OpenAsync(host.Viewer);
        var log = window.Page.GetByRole(AriaRole.Log);
        var earlier = window.Button("Load earlier");

        await window.GoAsync($"tasks/{task}?action=write");
        await Expect(log).ToContainTextAsync("row 40000 äöü");
        await Expect(window.Dialog).ToContainTextAsync("KiB, ended");
        await window.Page.GetByLabel("Search the log").FillAsync("äöü");
        // Of the last 256 KiB, the lines that begin in them.
        await Expect(window.Dialog).ToContainTextAsync("1 of 15,4");
        await earlier.ClickAsync();
        await Expect(window.Dialog).ToContainTextAsync("of 30,8");
        await earlier.ClickAsync();
        await Expect(window.Dialog).ToContainTextAsync("of 40,000");
        await Expect(earlier).ToHaveCountAsync(0);
        await window.Page.GetByLabel("Search the log").FillAsync("row 00001");
        await Expect(log.Locator(".lp-target")).ToHaveTextAsync("row 00001 äöü");
    }
}
