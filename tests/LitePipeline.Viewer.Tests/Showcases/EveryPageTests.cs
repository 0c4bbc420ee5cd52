using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Showcases;

/// <summary>What holds of every page.</summary>
[Collection(BrowserCollection.Name)]
public class EveryPageTests(Browser browser, ShowcaseFixture shown) : IClassFixture<ShowcaseFixture>
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_page_is_shown_and_axe_finds_nothing_serious_in_it(ColorScheme scheme)
    {
        await using var window = await browser.OpenAsync(shown.Showcase.Host.Viewer, new BrowserNewContextOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        List<string> serious = [];
        foreach (var page in shown.Pages)
        {
            await ShowAsync(window, page);
            await window.TakePictureAsync($"{page.Name}-{scheme}");
            serious.AddRange((await window.Page.SeriousAsync()).Select(finding => $"{page.Name}: {finding}"));
        }

        Assert.Empty(serious);
    }

    [Fact]
    public async Task No_page_is_wider_than_a_phone()
    {
        await using var window = await browser.OpenAsync(shown.Showcase.Host.Viewer, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 375, Height = 720 }, HasTouch = true });
        List<string> wide = [];
        foreach (var page in shown.Pages)
        {
            await ShowAsync(window, page);
            if (page.Name is "overview" or "task" or "task-failed-log" or "task-artifacts" or "graph-action" or "audit" or "applications") await window.TakePictureAsync($"{page.Name}-phone");
            var width = await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (width > 375) wide.Add($"{page.Name}: {width}");
        }

        Assert.Empty(wide);
    }

    // The pages go over into each other without the app being loaded anew, as for whoever clicks.
    private async Task ShowAsync(Window window, (string Name, string Place, string Title) page)
    {
        if (window.Page.Url == "about:blank") await window.GoAsync();
        await window.FollowAsync(page.Place);
        await Expect(window.Heading(page.Title)).ToBeVisibleAsync();
        await Expect(window.Page.Locator("[aria-busy=true], [data-named=asked]")).ToHaveCountAsync(0);
        if (page.Name == "events")
        {
            await shown.Showcase.SubmitAsync("report for April");
            await Expect(window.Page.GetByText("Task finished, success")).Not.ToHaveCountAsync(0);
        }

        if (page.Name is "task-failed-log" or "graph-action") await Expect(window.Page.GetByText(", ended")).ToBeVisibleAsync();
    }
}
