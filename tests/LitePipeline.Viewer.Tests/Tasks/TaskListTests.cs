using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Tasks;

[Collection(BrowserCollection.Name)]
public class TaskListTests(Browser browser)
{
    [Fact]
    public async Task A_task_that_someone_else_submits_appears_in_the_list_and_ends_in_it()
    {
        await using var host = await ViewerHost.StartAsync();
        var application = await host.Cluster.DeployAsync(new ApplicationDefinition { Actions = [new ActionDefinition { Name = "echo", Main = "echo hello" }], OutputAction = "echo" }, "greeter");
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync("tasks");
        await Expect(window.Heading("Tasks")).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("No task was submitted yet.")).ToBeVisibleAsync();

        await host.Cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(application, "morning", default));

        var row = window.Page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "morning" });
        await Expect(row).ToContainTextAsync("greeter");
        await Expect(row).ToContainTextAsync("Success");
    }
}
