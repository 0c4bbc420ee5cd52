namespace LitePipeline.Viewer.Tests.Showcases;

/// <summary>A showcase that is shared by tests that change nothing in it.</summary>
public sealed class ShowcaseFixture : IAsyncLifetime
{
    private Showcase? _showcase;

    internal Showcase Showcase => _showcase!;

    /// <summary>Every page, by the name of its picture.</summary>
    internal IReadOnlyList<(string Name, string Place, string Title)> Pages =>
    [
        ("overview", "", "Overview"),
        ("tasks", "tasks", "Tasks"),
        ("task", $"tasks/{Showcase.Succeeded}", "report for March"),
        ("task-running", $"tasks/{Showcase.Running}", "watch once"),
        ("task-waiting", $"tasks/{Showcase.Waiting}", "train on March"),
        ("task-failed-log", $"tasks/{Showcase.Failed}?action=import", "orders of shop 7"),
        ("task-artifacts", $"tasks/{Showcase.Succeeded}?tab=artifacts", "report for March"),
        ("task-cached", $"tasks/{Showcase.Cached}?action=count", "report for March again"),
        ("task-graph", $"tasks/{Showcase.Succeeded}?tab=graph", "report for March"),
        ("task-timeline", $"tasks/{Showcase.Succeeded}?tab=timeline", "report for March"),
        ("graph", $"tasks/{Showcase.Running}/graph", "watch once"),
        ("graph-action", $"tasks/{Showcase.Succeeded}/graph?action=count", "report for March"),
        ("timeline", $"tasks/{Showcase.Failed}/timeline", "orders of shop 7"),
        ("works", "works", "Works"),
        ("work", $"works/{Showcase.Work}", "March"),
        ("work-graph", $"works/{Showcase.Work}/graph", "March"),
        ("work-timeline", $"works/{Showcase.Work}/timeline", "March"),
        ("applications", "applications", "Applications"),
        ("application", $"applications/{Showcase.Report}", "monthly-report"),
        ("compare", $"applications/{Showcase.Report}/compare", "Compare configurations"),
        ("workflows", "workflows", "Workflows"),
        ("workflow", $"workflows/{Showcase.Workflow}", "month's end"),
        ("workflow-graph", $"workflows/{Showcase.Workflow}/graph", "month's end"),
        ("schedules", "schedules", "Schedules"),
        ("schedule", $"schedules/{Showcase.Schedule}", "month's end"),
        ("services", "services", "Services"),
        ("service", $"services/{Showcase.Service}", "inbox"),
        ("venvs", "venvs", "Venvs"),
        ("venv", $"venvs/{Showcase.Venv}", "pandas-2"),
        ("cluster", "cluster", "Cluster"),
        ("node", $"nodes/{Showcase.NodeId}", "node-0"),
        ("audit", "audit", "Audit"),
        ("events", "events", "Events"),
    ];

    public async Task InitializeAsync() => _showcase = await Showcase.StartAsync();

    public async Task DisposeAsync() => await _showcase!.DisposeAsync();
}
