using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests;

/// <summary>A browser's window with one page, which collects what goes wrong in it.</summary>
internal sealed class Window : IAsyncDisposable
{
    /// <summary>A folder for the pictures of docs/viewer; without it none are taken.</summary>
    private const string PicturesVariable = "LITEPIPELINE_VIEWER_PICTURES";

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _failures = [];

    public Window(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, error) => _failures.Enqueue(error);
        page.Console += (_, message) =>
        {
            // A refused or broken request is part of some tests; what the policy blocks or the script complains about never is.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) _failures.Enqueue(message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>The dialog that is open.</summary>
    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    /// <summary>Goes to a place of the viewer, such as <c>tasks</c>.</summary>
    public Task<IResponse?> GoAsync(string place = "") => Page.GotoAsync(place);

    /// <summary>Goes there as a link of the page would: without loading the app anew.</summary>
    public Task FollowAsync(string place) => Page.EvaluateAsync("place => { history.pushState(null, '', new URL(place, document.baseURI)); dispatchEvent(new PopStateEvent('popstate', { state: null })) }", place);

    public ILocator Heading(string text) => Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = text, Level = 1, Exact = true });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    /// <summary>A row of a table that holds a text.</summary>
    public ILocator Row(string text) => Page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = text });

    /// <summary>The row of a table that begins with a text.</summary>
    public ILocator RowOf(string text) => Page.GetByRole(AriaRole.Row, new PageGetByRoleOptions { NameRegex = new Regex($"^{Regex.Escape(text)}\\b") });

    /// <summary>The badge beside the title.</summary>
    public ILocator State => Page.Locator("main h1 + .lp-state");

    /// <summary>Opens a dialog by its button.</summary>
    public async Task<ILocator> OpenAsync(string button)
    {
        await Button(button).ClickAsync();
        await Expect(Dialog).ToBeVisibleAsync();
        return Dialog;
    }

    /// <summary>Presses a button of the open dialog, and waits until that has closed.</summary>
    public async Task FinishAsync(string button)
    {
        await SubmitAsync(button);
        await Expect(Dialog).ToHaveCountAsync(0);
    }

    /// <summary>Presses a button of the open dialog.</summary>
    public Task SubmitAsync(string button) => Dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button, Exact = true }).ClickAsync();

    /// <summary>Writes into a field of the open dialog.</summary>
    public Task FillAsync(string label, string text) => Dialog.GetByLabel(label, new LocatorGetByLabelOptions { Exact = false }).First.FillAsync(text);

    /// <summary>Picks from a list of the open dialog.</summary>
    public async Task PickAsync(string label, string choice)
    {
        await Dialog.GetByRole(AriaRole.Combobox, new LocatorGetByRoleOptions { Name = label }).Or(Dialog.GetByRole(AriaRole.Textbox, new LocatorGetByRoleOptions { Name = label })).First.ClickAsync();
        await Page.GetByRole(AriaRole.Option, new PageGetByRoleOptions { Name = choice, Exact = true }).ClickAsync();
    }

    /// <summary>Takes a picture of the page, where pictures are asked for.</summary>
    public async Task TakePictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable(PicturesVariable) is not { } folder) return;
        // As tall as the page, so that what stays in its place does so on the picture.
        var (size, height) = (Page.ViewportSize!, await Page.EvaluateAsync<int>("document.documentElement.scrollHeight"));
        await Page.SetViewportSizeAsync(size.Width, Math.Clamp(height, size.Height, 2000));
        var file = name.ToLowerInvariant().Replace(' ', '-').Replace("'", "", StringComparison.Ordinal);
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{file}.png") });
        await Page.SetViewportSizeAsync(size.Width, size.Height);
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_failures);
    }
}
