using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Pictures;

[Collection(BrowserCollection.Name)]
public class ChartTests(Browser browser)
{
    private static ILocator Chart(IPage page, string title) => page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = title, Exact = true });

    [Fact]
    public async Task The_charts_show_what_ran_and_what_runs_next_without_being_asked()
    {
        await using var host = await ViewerHost.StartAsync();
        var app = await host.Cluster.DeployAsync(new ApplicationDefinition
        {
            Actions = [new ActionDefinition { Name = "first", Main = "bash -c 'sleep 0.3'" }, new ActionDefinition { Name = "second", Main = "true", Condition = ["first"] }],
            OutputAction = "second",
        }, "good");
        var bad = await host.Cluster.DeployAsync(new ApplicationDefinition { Actions = [new ActionDefinition { Name = "only", Main = "false" }], OutputAction = "only" }, "bad");
        await host.Cluster.RunAsync(app);
        await host.Cluster.RunAsync(bad);

        await using var window = await browser.OpenAsync(host.Viewer);
        var page = window.Page;
        await window.GoAsync();
        await Expect(Chart(page, "Tasks ended")).ToContainTextAsync("2 tasks ended: 1 succeeded, 1 failed, 0 given up. 2 tasks accepted.");
        await Expect(Chart(page, "Actions ended")).ToContainTextAsync("3 actions ended: 2 succeeded, 1 failed, 0 given up.");
        await Expect(Chart(page, "Waiting for a slot")).ToContainTextAsync("3 attempts waited");
        await Expect(Chart(page, "Running time")).ToContainTextAsync("3 attempts ran");
        await Expect(Chart(page, "Slots")).ToContainTextAsync("slots were taken on average, 1 at the most.");
        await Expect(page.Locator(".lp-chart canvas")).ToHaveCountAsync(5);

        // Nobody reloads: the events of the next task are enough.
        for (var i = 0; i < 3; i++) await host.Cluster.RunAsync(app);
        await Expect(Chart(page, "Tasks ended")).ToContainTextAsync("5 tasks ended: 4 succeeded, 1 failed");
        await Expect(Chart(page, "Actions ended")).ToContainTextAsync("9 actions ended: 8 succeeded, 1 failed");
        Assert.True(await IsPaintedAsync(page, "Tasks ended"));
        await page.TakePicturesAsync("charts");
        Assert.Empty(await page.SeriousAsync());

        await Chart(page, "Actions ended").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Show Actions ended as a table" }).ClickAsync();
        var table = page.GetByRole(AriaRole.Table, new PageGetByRoleOptions { Name = "Actions ended" });
        await Expect(table.GetByRole(AriaRole.Columnheader)).ToHaveTextAsync(["From", "Succeeded", "Failed", "Given up"]);
        await page.GetByText("Last day", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await Expect(table).ToBeVisibleAsync();
        await Expect(Chart(page, "Actions ended")).ToContainTextAsync("9 actions ended: 8 succeeded, 1 failed");
        await page.TakePicturesAsync("charts-table");
        Assert.Empty(await page.SeriousAsync());
    }

    // Whether the canvas holds the colour of what succeeded.
    private static Task<bool> IsPaintedAsync(IPage page, string title) => Chart(page, title).Locator("canvas").EvaluateAsync<bool>("""
        canvas => {
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
          for (let at = 0; at < data.length; at += 4)
            if (data[at] === 0x2b && data[at + 1] === 0x8a && data[at + 2] === 0x3e && data[at + 3] === 255) return true
          return false
        }
        """);
}
