using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Works;

[Collection(BrowserCollection.Name)]
public class WorkTests(Browser browser)
{
    [Fact]
    public async Task A_workflow_is_made_its_work_is_run_and_both_are_removed()
    {
        await using var host = await ViewerHost.StartAsync();
        var good = await host.Cluster.Manager.UploadAsync("good", "", ("configuration.json", """{"actions": [{"name": "only", "main": "echo good"}], "output_action": "only"}"""));
        var bad = await host.Cluster.Manager.UploadAsync("bad", "", ("configuration.json", """{"actions": [{"name": "only", "main": "bash bad.sh"}], "output_action": "only"}"""), ("bad.sh", "exit 4"));
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync("workflows");

        await window.OpenAsync("Create a workflow");
        await window.FillAsync("Name", "nightly");
        await window.FillAsync("Configuration", $$"""{"applications": [{"name": "count", "app_id": "{{good}}"}, {"name": "report", "app_id": "{{bad}}", "condition": ["nobody"]}]}""");
        await window.SubmitAsync("Create");
        await Expect(window.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("nobody");
        await window.FillAsync("Configuration", $$"""{"applications": [{"name": "count", "app_id": "{{good}}"}, {"name": "report", "app_id": "{{bad}}", "condition": ["count"]}]}""");
        await window.FinishAsync("Create");
        await Expect(window.Heading("nightly")).ToBeVisibleAsync();

        await window.OpenAsync("Create a work");
        await window.FillAsync("Name", "first night");
        await window.FinishAsync("Create");
        await Expect(window.Heading("first night")).ToBeVisibleAsync();
        await Expect(window.State).ToHaveTextAsync("Failed");
        await Expect(window.RowOf("count")).ToContainTextAsync("Success");
        await Expect(window.RowOf("report")).ToContainTextAsync("exit code 4");

        await window.OpenAsync("Delete");
        await window.FinishAsync("Delete");
        await Expect(window.Page.GetByText("No work was made yet.")).ToBeVisibleAsync();
        await window.FollowAsync("workflows");
        await window.OpenAsync("Change nightly");
        await window.Dialog.GetByLabel("Enabled").UncheckAsync();
        await window.FinishAsync("Save");
        await Expect(window.RowOf("nightly")).ToContainTextAsync("Disabled");
        await Expect(window.Button("Create a work of nightly")).ToBeDisabledAsync();
        await window.OpenAsync("Delete nightly");
        await window.FinishAsync("Delete");
        await Expect(window.Page.GetByText("There is no workflow yet.")).ToBeVisibleAsync();
    }
}
