using LitePipeline.Core;
using LitePipeline.Core.Tasks;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Tasks;

[Collection(BrowserCollection.Name)]
public class ArtifactTests(Browser browser)
{
    private const string Configuration = """
        {
          "actions": [
            {"name": "measure", "main": "bash measure.sh", "artifacts": ["report.csv", "plots/*.txt"], "cache": true},
            {"name": "print", "main": "echo printed", "condition": ["measure"]}
          ],
          "output_action": "print"
        }
        """;

    private const string Measure = """
        echo measured
        echo '1;2;3' > "$1/report.csv"
        mkdir "$1/plots"
        echo 'up and down' > "$1/plots/day 1.txt"
        """;

    [Fact]
    public async Task The_files_of_a_task_are_listed_and_downloaded_and_its_results_are_taken_again_until_the_cache_is_cleared()
    {
        await using var host = await ViewerHost.StartAsync();
        var manager = host.Cluster.Manager;
        var application = await manager.UploadAsync("weather", "", ("configuration.json", Configuration), ("measure.sh", Measure));
        var first = await RunAsync("first");
        var second = await RunAsync("second");
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync($"tasks/{first}");
        await window.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Artifacts" }).ClickAsync();
        await Expect(window.Row("plots/day 1.txt")).ToContainTextAsync("12 B");
        await Expect(window.Row("report.csv")).ToContainTextAsync("measure");
        Assert.Empty(await window.Page.SeriousAsync());
        var saved = await window.Page.RunAndWaitForDownloadAsync(() => window.Button("Download plots/day 1.txt of measure").ClickAsync());
        Assert.Equal("day 1.txt", saved.SuggestedFilename);
        Assert.Equal("up and down\n", await File.ReadAllTextAsync((await saved.PathAsync())!));

        await window.FollowAsync($"tasks/{second}");
        await Expect(window.RowOf("measure")).ToContainTextAsync("Taken from the cache");
        await window.Button("measure").ClickAsync();
        await Expect(window.Dialog).ToContainTextAsync("Nothing ran: it is the result of measure in the task first");
        await Expect(window.Dialog.GetByRole(AriaRole.Tab, new LocatorGetByRoleOptions { Name = "Log" })).ToBeDisabledAsync();
        await window.Dialog.GetByRole(AriaRole.Tab, new LocatorGetByRoleOptions { Name = "Artifacts" }).ClickAsync();
        await Expect(window.Dialog.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        Assert.Empty(await window.Page.SeriousAsync());
        await window.Dialog.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "first" }).ClickAsync();
        await Expect(window.Heading("first")).ToBeVisibleAsync();

        await window.FollowAsync($"applications/{application}");
        await window.OpenAsync("Clear cached results");
        await window.FinishAsync("Clear");
        await Expect(window.Page.GetByText("1 cached result cleared.")).ToBeVisibleAsync();
        var third = await RunAsync("third");
        Assert.Null((await manager.GetTaskAsync(third)).Actions[0].Cached);

        async Task<TaskId> RunAsync(string name)
        {
            var task = await manager.SubmitTaskAsync(new SubmitTaskRequest(application, name));
            Assert.Equal(RunStatus.Success, (await manager.WaitForTaskAsync(task)).Task.State.Status);
            return task;
        }
    }
}
