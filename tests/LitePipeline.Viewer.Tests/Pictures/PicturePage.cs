namespace LitePipeline.Viewer.Tests.Pictures;

/// <summary>What tests look for in the pictures of tasks.</summary>
internal static class PicturePage
{
    /// <summary>A folder for pictures that people look at; without it none are taken.</summary>
    private const string FolderVariable = "LITEPIPELINE_VIEWER_PICTURES";

    /// <summary>A box of the graph: an action by its name and state, as a screen reader says it.</summary>
    public static ILocator Box(this IPage page, string name, string state) =>
        page.Locator(".react-flow__node").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = $"{name}, {state}" });

    /// <summary>Actions put together in the graph, by their title.</summary>
    public static ILocator Group(this IPage page, string title) => page.Locator(".react-flow__node-group").Filter(new LocatorFilterOptions { HasText = title });

    /// <summary>How many are in a state, as the line above the graph says.</summary>
    public static ILocator Count(this IPage page, string state) => page.Locator($".lp-legend [data-state={state}] strong");

    public static Task<int> ElementsAsync(this IPage page) => page.EvaluateAsync<int>("document.querySelectorAll('*').length");

    public static Task FindAsync(this IPage page, string name) => page.GetByRole(AriaRole.Search).GetByRole(AriaRole.Textbox).Or(page.GetByRole(AriaRole.Search).GetByRole(AriaRole.Combobox)).First.FillAsync(name);

    /// <summary>Takes pictures in light and dark, on a desktop and a phone.</summary>
    public static async Task TakePicturesAsync(this IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { } folder) return;
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            foreach (var (device, width, height) in new[] { ("desktop", 1280, 800), ("phone", 390, 844) })
            {
                await page.SetViewportSizeAsync(width, height);
                // What glides has come to rest, and what is laid out anew has its place.
                await page.WaitForTimeoutAsync(900);
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{scheme.ToString().ToLowerInvariant()}-{device}.png"), FullPage = device == "phone" });
            }
        }

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(1280, 800);
    }
}
