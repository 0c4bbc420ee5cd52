using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Showcases;

/// <summary>Takes the pictures of docs/viewer, when it is told where to put them.</summary>
[Collection(BrowserCollection.Name)]
public class PictureTests(Browser browser, ShowcaseFixture shown) : IClassFixture<ShowcaseFixture>
{
    /// <summary>A folder for the pictures; without it none are taken.</summary>
    private const string Variable = "LITEPIPELINE_VIEWER_PICTURES";

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_page_can_be_shown(ColorScheme scheme)
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        await using var window = await browser.OpenAsync(shown.Showcase.Host.Viewer, new BrowserNewContextOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        foreach (var (name, place, title) in shown.Pages)
        {
            await window.GoAsync(place);
            await Expect(window.Heading(title)).ToBeVisibleAsync();
            await Expect(window.Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
            if (folder is null) continue;
            if (place.Contains("action=", StringComparison.Ordinal)) await Expect(window.Page.GetByText(", ended")).ToBeVisibleAsync();
            await Expect(window.Page.Locator("[data-named=asked]")).ToHaveCountAsync(0);
            // As tall as the page, so that what stays in its place does so on the picture.
            var height = await window.Page.EvaluateAsync<int>("document.documentElement.scrollHeight");
            await window.Page.SetViewportSizeAsync(1280, Math.Clamp(height, 720, 2000));
            await window.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{scheme.ToString().ToLowerInvariant()}.png") });
            await window.Page.SetViewportSizeAsync(1280, 720);
        }
    }
}
