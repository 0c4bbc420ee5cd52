using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Showcases;

/// <summary>What holds of every dialog.</summary>
[Collection(BrowserCollection.Name)]
public class EveryDialogTests(Browser browser, ShowcaseFixture shown) : IClassFixture<ShowcaseFixture>
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_dialog_opens_is_readable_closes_by_escape_and_gives_the_focus_back(ColorScheme scheme)
    {
        var showcase = shown.Showcase;
        (string Place, string Title, string Button)[] dialogs =
        [
            ("tasks", "Tasks", "Create a task"),
            ($"tasks/{showcase.Running}", "watch once", "Stop"),
            ($"tasks/{showcase.Failed}", "orders of shop 7", "Delete"),
            ("works", "Works", "Create a work"),
            ("applications", "Applications", "Upload an application"),
            ($"applications/{showcase.Report}", "monthly-report", "Upload a version"),
            ($"applications/{showcase.Report}", "monthly-report", "Create a task"),
            ($"applications/{showcase.Report}", "monthly-report", "Change"),
            ($"applications/{showcase.Report}", "monthly-report", "Clear cached results"),
            ($"applications/{showcase.Report}", "monthly-report", "Set a secret"),
            ("workflows", "Workflows", "Create a workflow"),
            ("schedules", "Schedules", "Create a schedule"),
            ("services", "Services", "Create a service"),
            ("venvs", "Venvs", "Upload a venv"),
            ($"nodes/{showcase.NodeId}", "node-0", "Drain"),
            ($"nodes/{showcase.NodeId}", "node-0", "Remove"),
        ];
        await using var window = await browser.OpenAsync(showcase.Host.Viewer, new BrowserNewContextOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await window.GoAsync();
        List<string> serious = [];
        foreach (var (place, title, button) in dialogs)
        {
            await window.FollowAsync(place);
            await Expect(window.Heading(title)).ToBeVisibleAsync();
            await window.OpenAsync(button);
            await Expect(window.Dialog.Locator(".mantine-Skeleton-root")).ToHaveCountAsync(0);
            serious.AddRange((await window.Page.SeriousAsync()).Select(finding => $"{button}: {finding}"));
            if (button is "Create a schedule" or "Upload an application" || (title, button) is ("monthly-report", "Create a task")) await window.TakePictureAsync($"dialog-{title}-{button}-{scheme}");
            await window.Page.Keyboard.PressAsync("Escape");
            await Expect(window.Dialog).ToHaveCountAsync(0);
            await Expect(window.Button(button)).ToBeFocusedAsync();
        }

        Assert.Empty(serious);
    }
}
