using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Lists;

[Collection(BrowserCollection.Name)]
public class LongHistoryTests(Browser browser)
{
    private const int Tasks = 100_000;

    [Fact]
    public async Task A_hundred_thousand_tasks_are_paged_and_filtered()
    {
        await using var host = await ViewerHost.StartAsync(cluster => (cluster.Nodes, cluster.Store) = (0, ClusterStore.Sqlite));
        var application = await host.Cluster.Manager.UploadAsync("sums", "Adds up", ("configuration.json", """{"actions": [{"name": "first", "main": "echo one"}], "output_action": "first"}"""));
        var model = (await host.Cluster.Manager.ListTasksAsync(new TaskQuery { Id = await host.Cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(application, "model")) })).Items.Single();
        var store = host.Cluster.Services.GetRequiredService<IPipelineStore>();
        foreach (var part in Enumerable.Range(1, Tasks).Chunk(10_000))
        {
            await store.CommitAsync([.. part.Select(number => new StoreChange.AddTask(model with
            {
                Id = new TaskId(Guid.CreateVersion7()),
                Sequence = model.Sequence + number,
                Name = $"task {number:000000}",
                State = new TaskState(RunStage.Finished, number % 1000 == 0 ? RunStatus.Fail : RunStatus.Success, model.CreatedAt, model.CreatedAt, model.CreatedAt),
            }))], CancellationToken.None);
        }

        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync("tasks");
        await Expect(window.Row("task 100000")).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("100,001 tasks")).ToBeVisibleAsync();
        await window.Button("Older").ClickAsync();
        await Expect(window.Row("task 099975")).ToBeVisibleAsync();
        await window.FollowAsync("tasks?status=fail");
        await Expect(window.Page.GetByText("100 tasks")).ToBeVisibleAsync();
        await Expect(window.Row("task 098000")).ToBeVisibleAsync();
    }
}
