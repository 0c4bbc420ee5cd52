using System.Collections.Concurrent;
using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Pictures;

[Collection(BrowserCollection.Name)]
public class TaskGraphTests(Browser browser)
{
    [Fact]
    public async Task The_graph_grows_while_a_task_generates_actions_and_ends_in_the_colours_of_their_states()
    {
        await using var fan = await Fan.StartAsync(parts: 4, failing: Fan.NameOf(3));
        var task = await fan.SubmitAsync("nightly");
        await using var window = await browser.OpenAsync(fan.Host.Viewer);
        var page = window.Page;
        await window.GoAsync($"tasks/{task}/graph");
        await Expect(window.Heading("nightly")).ToBeVisibleAsync();
        await Expect(page.Box("split", "Running")).ToBeVisibleAsync();
        await Expect(page.Box("join", "Pending")).ToBeVisibleAsync();
        await Expect(page.Locator(".react-flow__node")).ToHaveCountAsync(2);

        fan.LetSplit();
        await Expect(page.Locator(".react-flow__node")).ToHaveCountAsync(6);
        await Expect(page.Box("split", "Success")).ToBeVisibleAsync();
        await Expect(page.Count("running")).ToHaveTextAsync("4");
        // From split to join and to what it has generated, and from each of the parts to join.
        await Expect(page.Locator(".react-flow__edge")).ToHaveCountAsync(9);
        await Expect(page.Locator(".lp-link-generated")).ToHaveCountAsync(4);
        await page.TakePicturesAsync("graph-running");

        fan.LetParts();
        await Expect(page.Box("part-0003", "Failed")).ToBeVisibleAsync();
        await Expect(page.Box("join", "Cancelled")).ToBeVisibleAsync();
        Assert.NotEqual(await ColourAsync(page, "split"), await ColourAsync(page, "part-0003"));
        await Expect(page.Locator(".react-flow__edge")).ToHaveCountAsync(9);
        Assert.Empty(await page.SeriousAsync());

        // What failed is looked at, and the task recovered from there.
        await page.Box("part-0003", "Failed").ClickAsync();
        var panel = page.GetByRole(AriaRole.Complementary, new PageGetByRoleOptions { Name = "The chosen one" });
        await Expect(panel).ToContainTextAsync("This part is bad.");
        await page.TakePicturesAsync("graph-failed");
        Assert.Empty(await page.SeriousAsync());
        await window.Button("Recover").ClickAsync();
        await Expect(page.Box("join", "Success")).ToBeVisibleAsync();
        await Expect(page.Box("part-0003", "Success attempt 2")).ToBeVisibleAsync();
        await Expect(page.Count("success")).ToHaveTextAsync("6");
        await panel.GetByRole(AriaRole.Tab, new LocatorGetByRoleOptions { Name = "Attempts" }).ClickAsync();
        await Expect(panel.GetByRole(AriaRole.Table, new LocatorGetByRoleOptions { Name = "Attempts" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task Five_thousand_actions_are_grouped_searched_and_opened_a_part_at_a_time()
    {
        await using var fan = await Fan.StartAsync(parts: 4998, slots: 64);
        var task = await fan.SubmitAsync("huge");
        await using var window = await browser.OpenAsync(fan.Host.Viewer);
        var page = window.Page;
        var answers = new ConcurrentQueue<IResponse>();
        page.Response += (_, answer) => answers.Enqueue(answer);
        await window.GoAsync($"tasks/{task}/graph");
        await Expect(page.Box("split", "Running")).ToBeVisibleAsync();

        // It is looked at while it grows and runs; the page is never loaded anew.
        fan.LetSplit();
        await Expect(page.Group("part-…")).ToContainTextAsync("64 running");
        fan.LetParts();
        await Expect(page.Group("part-…")).ToContainTextAsync("4,998 actions");
        await Expect(page.Group("part-…")).ToContainTextAsync("4,998 success");
        await Expect(page.Count("success")).ToHaveTextAsync("5,000");
        // What has happened to the thousands was told by the events: the graph was asked for when it began, grew and ended, and all else is small.
        var asked = answers.Where(answer => answer.Url.Contains($"/api/v1/tasks/{task}", StringComparison.Ordinal)).ToList();
        Assert.InRange(asked.Count(answer => answer.Url.EndsWith("/graph", StringComparison.Ordinal)), 1, 12);
        foreach (var answer in asked.Where(answer => !answer.Url.EndsWith("/graph", StringComparison.Ordinal))) Assert.InRange((await answer.BodyAsync()).Length, 1, 64 * 1024);
        await Expect(page.Locator(".react-flow__node")).ToHaveCountAsync(3);
        Assert.InRange(await page.ElementsAsync(), 1, 1500);
        await page.TakePicturesAsync("graph-huge");

        await page.FindAsync("part-3021");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Box("part-3021", "Success")).ToBeInViewportAsync();
        await Expect(page.GetByRole(AriaRole.Complementary, new PageGetByRoleOptions { Name = "The chosen one" })).ToContainTextAsync("part-3021");
        Assert.InRange(await page.ElementsAsync(), 1, 4000);
        Assert.InRange(await page.EvaluateAsync<int>("Number(document.querySelector('.lp-canvas').dataset.nodes)"), 4, 400);
        await page.TakePicturesAsync("graph-huge-found");
        Assert.Empty(await page.SeriousAsync());

        // By state, and as a list: the same, and as little of it in the document.
        await page.GetByText("List", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Close all groups" }).ClickAsync();
        var list = page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "List of the task huge" });
        await list.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameRegex = new("part-…") }).ClickAsync();
        await list.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameRegex = new("part-0001 – part-") }).ClickAsync();
        await Expect(list.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "part-0007", Exact = true })).ToBeVisibleAsync();
        Assert.InRange(await page.ElementsAsync(), 1, 4000);
        await page.TakePicturesAsync("graph-list");
        Assert.Empty(await page.SeriousAsync());
    }

    [Fact]
    public async Task The_keyboard_opens_groups_goes_from_box_to_box_and_chooses()
    {
        await using var fan = await Fan.StartAsync(parts: 50);
        var task = await fan.RunAsync("keys");
        await using var window = await browser.OpenAsync(fan.Host.Viewer, new BrowserNewContextOptions { ReducedMotion = ReducedMotion.Reduce });
        var page = window.Page;
        await window.GoAsync($"tasks/{task}/graph");
        await Expect(page.Group("part-…")).ToBeVisibleAsync();
        await page.Box("split", "Success").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Group("part-…").GetByRole(AriaRole.Button).Or(page.Box("join", "Success")).And(page.Locator(":focus"))).ToHaveCountAsync(1);
        await page.Group("part-…").GetByRole(AriaRole.Button).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Box("part-0050", "Success")).ToHaveCountAsync(1);
        await page.Box("part-0050", "Success").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "part-0050" })).ToBeVisibleAsync();
        Assert.Contains("action=part-0050", page.Url, StringComparison.Ordinal);
        await page.TakePicturesAsync("graph-opened");
    }

    [Fact]
    public async Task Without_colours_of_its_own_the_graph_still_tells_the_states_apart()
    {
        await using var fan = await Fan.StartAsync(parts: 3, failing: Fan.NameOf(2));
        var task = await fan.RunAsync("plain");
        await using var window = await browser.OpenAsync(fan.Host.Viewer, new BrowserNewContextOptions { ForcedColors = ForcedColors.Active });
        var page = window.Page;
        await window.GoAsync($"tasks/{task}/graph");
        await Expect(page.Box("part-0002", "Failed")).ToBeVisibleAsync();
        Assert.Equal("double", await page.Box("part-0002", "Failed").EvaluateAsync<string>("box => getComputedStyle(box).borderTopStyle"));
        Assert.Equal("solid", await page.Box("split", "Success").EvaluateAsync<string>("box => getComputedStyle(box).borderTopStyle"));
        await page.TakePicturesAsync("graph-forced");
    }

    [Fact]
    public async Task An_event_action_stands_at_the_end()
    {
        await using var host = await ViewerHost.StartAsync();
        var app = await host.Cluster.DeployAsync(new ApplicationDefinition
        {
            Actions = [new ActionDefinition { Name = "first", Main = "true" }, new ActionDefinition { Name = "last", Main = "true", Condition = ["first"] }],
            OutputAction = "last",
            OnSuccess = new ActionDefinition { Name = ApplicationDefinition.SuccessEvent, Main = "true" },
        });
        var task = (await host.Cluster.RunAsync(app)).Task.Id;
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync($"tasks/{task}/graph");
        await Expect(window.Page.Box("success", "Success at the end")).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "success waits for last" })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_work_and_its_workflow_are_graphs_too_and_lead_to_tasks()
    {
        await using var fan = await Fan.StartAsync(parts: 2);
        fan.LetSplit();
        fan.LetParts();
        var manager = fan.Host.Cluster.Manager;
        var app = fan.Application.ToString();
        var workflow = await manager.CreateWorkflowAsync(new CreateWorkflowRequest("monthly", JsonData.From(new
        {
            applications = new object[]
            {
                new { name = "count", app_id = app, condition = Array.Empty<string>() },
                new { name = "check", app_id = app, condition = Array.Empty<string>() },
                new { name = "report", app_id = app, condition = new[] { "count", "check" } },
            },
            event_applications = new { fail = new { app_id = app } },
        }), Enabled: true));
        var work = await manager.CreateWorkAsync(new CreateWorkRequest(workflow, "march"));
        await manager.WaitForWorkAsync(work);
        await using var window = await browser.OpenAsync(fan.Host.Viewer);
        var page = window.Page;
        await window.GoAsync($"workflows/{workflow}/graph");
        await Expect(page.Locator(".react-flow__node").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "report", Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator(".react-flow__node")).ToHaveCountAsync(4);
        await Expect(page.Locator(".react-flow__edge")).ToHaveCountAsync(2);
        await page.TakePicturesAsync("graph-workflow");

        await window.GoAsync($"works/{work}/graph");
        await Expect(page.Count("success")).ToHaveTextAsync("3");
        Assert.Empty(await page.SeriousAsync());
        await page.Box("report", "Success").ClickAsync();
        var task = (await manager.GetWorkAsync(work)).Steps.Single(step => step.Name == "report").Task;
        await Expect(page).ToHaveURLAsync(new Uri(fan.Host.Viewer, $"tasks/{task}").ToString());

        await window.GoAsync($"works/{work}/timeline");
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(4);
        await Expect(page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "report" })).ToContainTextAsync("ran, success");
        await page.TakePicturesAsync("timeline-work");
        Assert.Empty(await page.SeriousAsync());
    }

    private static Task<string> ColourAsync(IPage page, string name) =>
        page.Locator($".react-flow__node .lp-node[title='{name}']").EvaluateAsync<string>("box => getComputedStyle(box).borderLeftColor");
}
