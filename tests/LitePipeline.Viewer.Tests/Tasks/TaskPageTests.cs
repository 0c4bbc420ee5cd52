using LitePipeline.Core;
using LitePipeline.Core.Tasks;
using static Microsoft.Playwright.Assertions;

namespace LitePipeline.Viewer.Tests.Tasks;

[Collection(BrowserCollection.Name)]
public class TaskPageTests(Browser browser)
{
    // It runs until the file is there, so that a test decides when it goes on.
    private const string Step = """
        echo "step begins"
        echo '{"fraction": 0.5, "message": "half of it"}' >> "$1/progress.data"
        while [ ! -e "$GATE" ]; do sleep 0.05; done
        echo "step ends"
        """;

    [Fact]
    public async Task A_task_is_created_and_watched_until_it_has_succeeded()
    {
        await using var host = await ViewerHost.StartAsync();
        var gate = Path.Combine(host.Cluster.Folder, "gate");
        await host.Cluster.Manager.UploadAsync("steps", "", ("configuration.json", """{"actions": [{"name": "first", "main": "bash step.sh"}, {"name": "second", "main": "echo second", "condition": ["first"]}], "output_action": "second"}"""), ("step.sh", Step.Replace("$GATE", gate, StringComparison.Ordinal)));
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync("tasks");

        await window.OpenAsync("Create a task");
        await window.PickAsync("Application", "steps");
        await window.FillAsync("Name", "my task");
        await window.FillAsync("Input", """{"month": 3}""");
        await window.FinishAsync("Create");

        await Expect(window.Heading("my task")).ToBeVisibleAsync();
        await Expect(window.State).ToHaveTextAsync("Running");
        await Expect(window.RowOf("first")).ToContainTextAsync("50 %, half of it");
        await Expect(window.RowOf("second")).ToContainTextAsync("Waits for first");
        await window.Button("first").ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Log)).ToContainTextAsync("step begins");
        await Expect(window.Page.GetByText(", live")).ToBeVisibleAsync();

        await File.WriteAllTextAsync(gate, "");

        await Expect(window.Page.GetByRole(AriaRole.Log)).ToContainTextAsync("step ends");
        await Expect(window.Page.GetByText(", ended")).ToBeVisibleAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await Expect(window.State).ToHaveTextAsync("Success");
        await Expect(window.RowOf("second")).ToContainTextAsync("Success");
        await window.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Input" }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "The input" })).ToContainTextAsync("\"month\": 3");
    }

    [Fact]
    public async Task A_failure_is_read_in_its_log_and_the_task_recovers_after_it_was_mended()
    {
        await using var host = await ViewerHost.StartAsync();
        var mended = Path.Combine(host.Cluster.Folder, "mended");
        var application = await host.Cluster.Manager.UploadAsync("import", "", ("configuration.json", """{"actions": [{"name": "read", "main": "bash read.sh"}, {"name": "write", "main": "echo written", "condition": ["read"]}], "output_action": "write"}"""),
            ("read.sh", $"for n in $(seq 1 300); do echo \"row $n\"; done\n[ -e {mended} ] && exit 0\necho 'ValueError: row 118 has no price' >&2\nexit 3\n"));
        var task = await host.Cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(application, "orders"));
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync($"tasks/{task}");
        await Expect(window.State).ToHaveTextAsync("Failed");

        await window.Button("read").ClickAsync();
        var log = window.Page.GetByRole(AriaRole.Log);
        await Expect(log).ToContainTextAsync("ValueError: row 118 has no price");
        await Expect(window.Dialog).ToContainTextAsync("exit code 3");
        await window.Page.GetByLabel("Search the log").FillAsync("row 118");
        await Expect(window.Dialog).ToContainTextAsync("1 of 2");
        await Expect(log.Locator(".lp-target")).ToHaveTextAsync("row 118");
        await window.Page.GetByLabel("Search the log").PressAsync("Enter");
        await Expect(log.Locator(".lp-target")).ToContainTextAsync("ValueError");
        await window.Page.Keyboard.PressAsync("Escape");

        await File.WriteAllTextAsync(mended, "");
        await window.Button("Recover").ClickAsync();
        await Expect(window.State).ToHaveTextAsync("Success");
        await window.Button("read").ClickAsync();
        await window.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Attempts" }).ClickAsync();
        await Expect(window.Dialog.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task A_task_is_stopped_run_again_and_deleted()
    {
        await using var host = await ViewerHost.StartAsync();
        var application = await host.Cluster.Manager.UploadAsync("sleeper", "", ("configuration.json", """{"actions": [{"name": "sleep", "main": "bash sleep.sh"}], "output_action": "sleep"}"""), ("sleep.sh", "exec sleep 600"));
        var task = await host.Cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(application, "long"));
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync($"tasks/{task}");
        await Expect(window.State).ToHaveTextAsync("Running");

        await window.OpenAsync("Stop");
        await window.Dialog.GetByLabel("SIGKILL").CheckAsync();
        await window.FinishAsync("Stop");
        await Expect(window.State).ToHaveTextAsync("Killed");
        await window.Button("Run again").ClickAsync();
        await Expect(window.State).ToHaveTextAsync("Running");
        await window.OpenAsync("Stop");
        await window.FinishAsync("Stop");
        await Expect(window.State).ToHaveTextAsync("Killed");
        await window.OpenAsync("Delete");
        await window.FinishAsync("Delete");

        await Expect(window.Heading("Tasks")).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("No task was submitted yet.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_input_is_filled_into_a_form_of_its_schema()
    {
        await using var host = await ViewerHost.StartAsync();
        await host.Cluster.Manager.UploadAsync("report", "", ("configuration.json", Showcases.ShowcaseFiles.Report), ("split.sh", "exit 0"), ("count.sh", "exit 0"));
        await using var window = await browser.OpenAsync(host.Viewer);
        await window.GoAsync("tasks");
        await window.OpenAsync("Create a task");
        await window.PickAsync("Application", "report");
        await window.FillAsync("Name", "for April");

        await Expect(window.Dialog.GetByLabel("Month")).ToBeVisibleAsync();
        await window.SubmitAsync("Create");
        await Expect(window.Dialog.GetByRole(AriaRole.Alert).First).ToContainTextAsync("month: is missing");
        await window.FillAsync("Month", "4");
        await window.Dialog.GetByLabel("Send it to everyone").CheckAsync();
        await window.FinishAsync("Create");

        await Expect(window.Heading("for April")).ToBeVisibleAsync();
        var task = (await host.Cluster.Manager.ListTasksAsync(new Core.Storage.TaskQuery())).Items.Single();
        Assert.Equal("""{"format":"pdf","month":4,"send":true}""", Sorted(task.Input));
    }

    private static string Sorted(JsonData data) =>
        "{" + string.Join(",", System.Text.Json.JsonDocument.Parse(data.ToString()!).RootElement.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"\"{member.Name}\":{member.Value.GetRawText()}")) + "}";
}
