using System.Text.RegularExpressions;
using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Pictures;

[Collection(BrowserCollection.Name)]
public class TimelineTests(Browser browser)
{
    [Fact]
    public async Task A_retried_action_shows_its_two_attempts_on_two_nodes()
    {
        LitePipelineTestCluster? cluster = null;
        await using var host = await ViewerHost.StartAsync(options =>
        {
            options.Nodes = 2;
            options.ConfigureNodeHost = node => node.AddAction("flaky", async (context, token) =>
            {
                if (context.Attempt.Attempt > 1) return;
                // Its node takes no more: the next attempt goes to the other one.
                var here = (await cluster!.Manager.GetClusterAsync(token)).Running.Single().Node!.Id;
                await cluster.Manager.DrainNodeAsync(here, token);
                throw new InvalidOperationException("Not yet.");
            });
        });
        cluster = host.Cluster;
        var app = await cluster.DeployAsync(new ApplicationDefinition
        {
            Actions = [new ActionDefinition { Name = "flaky", Handler = "flaky", Retry = new RetryDefinition(2, TimeSpan.FromSeconds(1)) }, new ActionDefinition { Name = "after", Main = "bash -c 'sleep 0.5'", Condition = ["flaky"] }],
            OutputAction = "after",
        });
        var task = (await cluster.RunAsync(app)).Task;
        Assert.Equal(RunStatus.Success, task.State.Status);
        var attempts = (await cluster.Manager.GetTaskGraphAsync(task.Id)).Actions[0].Attempts;
        Assert.Equal(2, attempts.Select(attempt => attempt.Node).Distinct().Count());
        var names = (await cluster.Manager.GetClusterAsync()).Nodes.ToDictionary(node => node.Description.Id, node => node.Description.Name);

        await using var window = await browser.OpenAsync(host.Viewer);
        var page = window.Page;
        await window.GoAsync($"tasks/{task.Id}/timeline");
        var row = page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "flaky" });
        await Expect(row.Locator(".lp-seg[data-kind=attempt][data-state=fail]")).ToHaveAttributeAsync("title", new Regex($"attempt 1 on {names[attempts[0].Node!.Value]}"));
        await Expect(row.Locator(".lp-seg[data-kind=attempt][data-state=success]")).ToHaveAttributeAsync("title", new Regex($"attempt 2 on {names[attempts[1].Node!.Value]}"));
        await Expect(row.Locator(".lp-seg[data-kind=pause]")).ToHaveCountAsync(1);
        await Expect(row).ToContainTextAsync($"attempt 1 on {names[attempts[0].Node!.Value]}, failed");
        await page.TakePicturesAsync("timeline-retried");
        Assert.Empty(await page.SeriousAsync());

        await page.GetByText("Node", new PageGetByTextOptions { Exact = true }).ClickAsync();
        foreach (var name in names.Values)
            await Expect(page.GetByRole(AriaRole.Rowheader, new PageGetByRoleOptions { Name = $"{name} · 1" })).ToBeVisibleAsync();
        await page.TakePicturesAsync("timeline-nodes");
        Assert.Empty(await page.SeriousAsync());
    }

    [Fact]
    public async Task Of_five_thousand_rows_only_those_in_sight_are_in_the_document()
    {
        await using var fan = await Fan.StartAsync(parts: 4998, nodes: 2, slots: 16);
        var task = await fan.RunAsync("huge");
        await using var window = await browser.OpenAsync(fan.Host.Viewer);
        var page = window.Page;
        await window.GoAsync($"tasks/{task}/timeline");
        var table = page.GetByRole(AriaRole.Table);
        await Expect(table).ToHaveAttributeAsync("aria-rowcount", "5001");
        await Expect(page.GetByRole(AriaRole.Rowheader, new PageGetByRoleOptions { Name = "split" })).ToBeVisibleAsync();
        Assert.InRange(await page.GetByRole(AriaRole.Row).CountAsync(), 5, 60);
        Assert.InRange(await page.ElementsAsync(), 1, 2000);
        await page.TakePicturesAsync("timeline-huge");

        await page.GetByRole(AriaRole.Rowgroup, new PageGetByRoleOptions { Name = "Rows" }).EvaluateAsync("rows => rows.scrollTop = rows.scrollHeight");
        await Expect(page.GetByRole(AriaRole.Rowheader, new PageGetByRoleOptions { Name = "join" })).ToBeVisibleAsync();
        Assert.InRange(await page.GetByRole(AriaRole.Row).CountAsync(), 5, 60);

        await page.GetByLabel("Find one of 5,000 actions").FillAsync("part-3021");
        await Expect(page.GetByRole(AriaRole.Rowheader)).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "part-3021", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "part-3021" })).ToBeVisibleAsync();

        await page.GetByLabel("Find one of 5,000 actions").FillAsync("");
        await page.GetByRole(AriaRole.Radiogroup, new PageGetByRoleOptions { Name = "Rows" }).GetByText("Node", new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Rowheader, new PageGetByRoleOptions { Name = "node-1 · 1", Exact = true })).ToBeVisibleAsync();
        Assert.InRange(await page.ElementsAsync(), 1, 12_000);
        await page.TakePicturesAsync("timeline-huge-nodes");
        var whole = await page.Locator(".lp-seg").CountAsync();
        for (var zoom = 0; zoom < 4; zoom++) await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Zoom in" }).ClickAsync();
        await Expect(page.Locator(".lp-time-part")).ToContainTextAsync("of");
        Assert.InRange(await page.ElementsAsync(), 1, 12_000);
        await page.TakePicturesAsync("timeline-huge-zoomed");
        Assert.True(whole > 0);
    }
}
