using System.Collections.Concurrent;

namespace LitePipeline.Viewer.Tests;

/// <summary>A browser's window with one page, which collects what goes wrong in it.</summary>
internal sealed class Window : IAsyncDisposable
{
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

    /// <summary>Goes to a place of the viewer, such as <c>tasks</c>.</summary>
    public Task<IResponse?> GoAsync(string place = "") => Page.GotoAsync(place);

    public ILocator Heading(string text) => Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = text, Level = 1, Exact = true });

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_failures);
    }
}
