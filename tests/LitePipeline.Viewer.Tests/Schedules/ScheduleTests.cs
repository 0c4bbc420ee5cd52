using LitePipeline.Core.Storage;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Schedules;

[Collection(BrowserCollection.Name)]
public class ScheduleTests(Browser browser)
{
    [Fact]
    public async Task A_schedule_is_refused_with_its_field_made_changed_and_removed()
    {
        await using var host = await ViewerHost.StartAsync(cluster => cluster.Nodes = 0);
        await host.Cluster.Manager.UploadAsync("sums", "", ("configuration.json", """{"actions": [{"name": "only", "main": "echo one"}], "output_action": "only"}"""));
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync("schedules");

        await window.OpenAsync("Create a schedule");
        await window.FillAsync("Name", "nightly");
        await window.PickAsync("Application", "sums");
        await window.Dialog.GetByText("Cron expression", new LocatorGetByTextOptions { Exact = true }).First.ClickAsync();
        await window.Dialog.GetByRole(AriaRole.Textbox, new LocatorGetByRoleOptions { Name = "Cron expression" }).FillAsync("61 * * * *");
        await window.SubmitAsync("Create");
        await Expect(window.Dialog.Locator(".mantine-TextInput-error")).ToContainTextAsync("61");
        await window.Dialog.GetByRole(AriaRole.Textbox, new LocatorGetByRoleOptions { Name = "Cron expression" }).FillAsync("30 2 * * *");
        await window.FillAsync("Time zone", "Europe/Berlin");
        await window.FinishAsync("Create");
        await Expect(window.Heading("nightly")).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("30 2 * * * (Europe/Berlin)")).ToBeVisibleAsync();

        await window.OpenAsync("Change");
        await window.Dialog.GetByText("Day and time").ClickAsync();
        await window.FillAsync("Hour", "4");
        await window.FillAsync("Day of month", "1");
        await window.FinishAsync("Save");
        await Expect(window.Page.GetByText("Day 1 of the month at 04:00 (Europe/Berlin)")).ToBeVisibleAsync();
        await window.Button("Disable").ClickAsync();
        await Expect(window.State).ToHaveTextAsync("Disabled");
        Assert.False((await host.Cluster.Manager.ListSchedulesAsync(new ScheduleQuery())).Items.Single().Enabled);
        await window.OpenAsync("Delete");
        await window.FinishAsync("Delete");
        await Expect(window.Page.GetByText("There is no schedule yet.")).ToBeVisibleAsync();
    }
}
