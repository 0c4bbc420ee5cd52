using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Nodes;

[Collection(BrowserCollection.Name)]
public class NodeTests(Browser browser)
{
    [Fact]
    public async Task A_node_is_drained_resumed_and_removed()
    {
        await using var host = await ViewerHost.StartAsync(cluster => cluster.Nodes = 2);
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync("cluster");
        await window.OpenAsync("Drain node-1");
        await window.FinishAsync("Drain");
        await Expect(window.RowOf("node-1")).ToContainTextAsync("Draining");

        await window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "node-1" }).ClickAsync();
        await Expect(window.State).ToHaveTextAsync("Draining");
        await window.OpenAsync("Resume");
        await window.FinishAsync("Resume");
        await Expect(window.State).ToHaveTextAsync("Connected");
        // Stopped first, else it would join again.
        await host.Cluster.StopNodeAsync(1);
        await Expect(window.Heading("The node is not connected")).ToBeVisibleAsync();
        await window.GoAsync("cluster");
        await window.OpenAsync("Remove node-0");
        await window.FinishAsync("Remove");
        await Expect(window.RowOf("node-0")).ToContainTextAsync("Connected");
    }
}
