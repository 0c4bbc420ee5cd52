using System.Net;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Embedding;

/// <summary>samples/EmbeddedInWebApp: the viewer and the API inside another app, behind that app's own sign-in.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class EmbeddedInWebAppTests(Browser browser) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("viewer-");

    [Fact]
    public async Task Who_is_signed_in_with_the_app_uses_the_viewer_and_nobody_else_does()
    {
        await using var app = await Program.StartAsync("EmbeddedInWebApp", Opened(), "--urls", "http://127.0.0.1:0", "--data", _folder.FullName, "--Logging:LogLevel:Default", "Warning");
        var (address, password) = (new Uri(app.Said.Groups[1].Value), app.Said.Groups[2].Value);
        using (var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address })
        {
            stranger.DefaultRequestHeaders.Add("X-Requested-With", "XMLHttpRequest");
            foreach (var path in (string[])["pipelines/api/v1/tasks", "pipelines/task/list", "pipelines/viewer/", "pipelines/openapi/v1.json"])
            {
                using var answer = await stranger.GetAsync(new Uri(path, UriKind.Relative));
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            }
        }

        await using var window = await browser.OpenAsync(address);
        await window.GoAsync("pipelines/viewer/tasks");
        await window.Page.GetByLabel("User").FillAsync("ann");
        await window.Page.GetByLabel("Password").FillAsync(password);
        await window.Button("Come in").ClickAsync();
        // Where they wanted to go.
        await Expect(window.Heading("Tasks")).ToBeVisibleAsync();
        await window.OpenAsync("Create a task");
        await window.PickAsync("Application", "daily orders");
        await window.FillAsync("Name", "today");
        await window.FinishAsync("Create");
        await Expect(window.State).ToHaveTextAsync("Success");
        Assert.Contains("/pipelines/viewer/tasks/", window.Page.Url, StringComparison.Ordinal);

        await window.Page.Context.ClearCookiesAsync();
        await window.Button("Run again").ClickAsync();
        await Expect(window.Page.GetByText("reload the page to sign in again")).ToBeVisibleAsync();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [GeneratedRegex(@"(http://\S+) \(user: ann, password: (\w+)\)")]
    private static partial Regex Opened();
}
