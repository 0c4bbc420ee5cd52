using Dapper;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Storage.Relational;
using LitePipeline.Storage.Sqlite;
using LitePipeline.Storage.Tests.Samples;
using Microsoft.Data.Sqlite;

namespace LitePipeline.Storage.Tests.Sqlite;

/// <summary>How SQLite goes about what the store really asks of it.</summary>
public sealed class QueryPlanTests : IAsyncLifetime
{
    private const string Sorting = "USE TEMP B-TREE";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-plan-");
    private readonly TracingDialect _dialect;
    private readonly IPipelineStore _store;

    public QueryPlanTests()
    {
        _dialect = new TracingDialect(new SqliteStoreOptions { Path = File, Durability = SqliteDurability.ProcessCrash });
        _store = _dialect.NewStore();
    }

    private string File => Path.Combine(_folder.FullName, "state.db");

    public async Task InitializeAsync()
    {
        await _store.OpenAsync(CancellationToken.None);
        await _store.CommitAsync([.. EveryChange.Adding()], CancellationToken.None);
        _dialect.Statements.Clear();
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Each_filter_of_a_task_list_has_its_index_and_nothing_is_sorted()
    {
        await AssertPagedBy("tasks_application", new TaskQuery { Application = Sample.AppId(2), Limit = 1 });
        await AssertPagedBy("tasks_work", new TaskQuery { Work = Sample.WorkId(5), Limit = 1 });
        await AssertPagedBy("tasks_service", new TaskQuery { Service = Sample.ServiceId(6), Limit = 1 });
        await AssertPagedBy("tasks_schedule", new TaskQuery { Schedule = Sample.ScheduleId(7), Limit = 1 });
        await AssertPagedBy("tasks_stage", new TaskQuery { Stage = RunStage.Stopping, Limit = 1 });
        await AssertPagedBy("tasks_status", new TaskQuery { Status = RunStatus.Terminate, Limit = 1 });
        await AssertPagedBy("tasks_status", new TaskQuery { Status = RunStatus.Terminate, After = 5, Limit = 1 });
        await AssertPagedBy("tasks_schedule", new TaskQuery { Schedule = Sample.ScheduleId(7), Name = "task*", Limit = 1 });
        await AssertPagedBy("tasks_work", new TaskQuery { Work = Sample.WorkId(5), Application = Sample.AppId(2), Status = RunStatus.Terminate });
        await AssertPagedBy("sqlite_autoindex_tasks_1", new TaskQuery { Id = Sample.TaskId(1), Stage = RunStage.Stopping, Name = "task-1" });
    }

    [Fact]
    public async Task Artifacts_are_found_by_their_content_and_by_their_task()
    {
        // With a second step named, a page may be sorted: few rows have one content.
        foreach (var plan in await PlansAsync(new ArtifactQuery { Sha256 = Sample.Package(68).Sha256, Limit = 1 })) AssertFinds(plan, "artifacts_sha256", "SEARCH t USING");
        foreach (var plan in await PlansAsync(new CacheQuery { Sha256 = Sample.Package(135).Sha256, Limit = 1 })) AssertFinds(plan, "cache_contents_sha256");
        await AssertPagedBy("cache_entries_application", new CacheQuery { Application = Sample.AppId(131), Limit = 1 });
        foreach (var plan in await PlansAsync(new ArtifactQuery { Task = Sample.TaskId(1) })) AssertFinds(plan, "SEARCH t USING", "SEARCH f USING PRIMARY KEY (task_sequence=?)");
    }

    [Fact]
    public async Task Of_two_filters_the_one_that_fewer_rows_have_is_looked_up()
    {
        await _store.CommitAsync(
        [
            new StoreChange.UpdateTask(Sample.TaskId(1), Sample.TaskState(RunStage.Finished, RunStatus.Success)),
            new StoreChange.AddTask(Full.Task(3) with { State = Sample.TaskState(RunStage.Finished, RunStatus.Fail) }),
            new StoreChange.AddTask(Full.Task(4) with { State = Sample.TaskState(RunStage.Running) }),
            new StoreChange.UpdateWork(Sample.WorkId(1), Sample.WorkState(RunStage.Finished, RunStatus.Success)),
            new StoreChange.AddWork(Full.Work(3) with { State = Sample.WorkState(RunStage.Finished, RunStatus.Fail) }),
            new StoreChange.AddWork(Full.Work(4) with { State = Sample.WorkState(RunStage.Running) }),
        ], CancellationToken.None);
        await AssertPagedBy("tasks_status", new TaskQuery { Stage = RunStage.Finished, Status = RunStatus.Fail });
        await AssertPagedBy("tasks_status", new TaskQuery { Application = Sample.AppId(2), Status = RunStatus.Fail });
        await AssertPagedBy("tasks_application", new TaskQuery { Application = Sample.AppId(2), Status = RunStatus.Success });
        await AssertPagedBy("tasks_application", new TaskQuery { Application = Sample.AppId(2), Stage = RunStage.Finished });
        await AssertPagedBy("tasks_stage", new TaskQuery { Application = Sample.AppId(2), Stage = RunStage.Running });
        await AssertPagedBy("works_status", new WorkQuery { Stage = RunStage.Finished, Status = RunStatus.Fail });
        await AssertPagedBy("works_status", new WorkQuery { Workflow = Sample.WorkflowId(71), Status = RunStatus.Fail });
        await AssertPagedBy("works_workflow", new WorkQuery { Workflow = Sample.WorkflowId(71), Status = RunStatus.Success });
        await AssertPagedBy("works_workflow", new WorkQuery { Workflow = Sample.WorkflowId(71), Stage = RunStage.Finished });
        await AssertPagedBy("works_stage", new WorkQuery { Workflow = Sample.WorkflowId(71), Stage = RunStage.Running });
    }

    [Fact]
    public async Task Each_filter_of_a_work_list_has_its_index_and_nothing_is_sorted()
    {
        await AssertPagedBy("works_workflow", new WorkQuery { Workflow = Sample.WorkflowId(71), Limit = 1 });
        await AssertPagedBy("works_schedule", new WorkQuery { Schedule = Sample.ScheduleId(72), Limit = 1 });
        await AssertPagedBy("works_stage", new WorkQuery { Stage = RunStage.Recovering, Limit = 1 });
        await AssertPagedBy("works_status", new WorkQuery { Status = RunStatus.Error, Limit = 1 });
        await AssertPagedBy("sqlite_autoindex_works_1", new WorkQuery { Id = Sample.WorkId(1), Stage = RunStage.Recovering, Name = "work-1" });
    }

    [Fact]
    public async Task Each_filter_of_the_other_lists_has_its_index_and_nothing_is_sorted()
    {
        await AssertPagedBy("schedules_source", new ScheduleQuery { SourceId = Sample.AppId(1).Value, Limit = 1 });
        await AssertPagedBy("services_application", new ServiceQuery { Application = Sample.AppId(1), Limit = 1 });
        await AssertPagedBy("application_versions_application", new ApplicationVersionQuery { Application = Sample.AppId(1), Limit = 1 });
        await AssertPagedBy("application_versions_sha256", new ApplicationVersionQuery { Sha256 = Sample.Package(2).Sha256, Limit = 1 });
        await AssertPagedBy("venv_versions_venv", new VenvVersionQuery { Venv = Sample.VenvId(1), Limit = 1 });
        await AssertPagedBy("venv_versions_sha256", new VenvVersionQuery { Sha256 = Sample.Package(2).Sha256, Limit = 1 });
        await AssertPagedBy("sqlite_autoindex_applications_1", new ApplicationQuery { Id = Sample.AppId(1) });
        await AssertPagedBy("sqlite_autoindex_venvs_1", new VenvQuery { Id = Sample.VenvId(1) });
        await AssertPagedBy("sqlite_autoindex_workflows_1", new WorkflowQuery { Id = Sample.WorkflowId(1) });
        await AssertPagedBy("sqlite_autoindex_schedules_1", new ScheduleQuery { Id = Sample.ScheduleId(1) });
        await AssertPagedBy("sqlite_autoindex_services_1", new ServiceQuery { Id = Sample.ServiceId(1) });
        await AssertPagedBy("audit_subject", new AuditQuery { Subject = Sample.Id('t', 1), Actor = "ann" });
        await AssertPagedBy("audit_actor", new AuditQuery { Actor = "ann", Verb = "create" });
        await AssertPagedBy("INTEGER PRIMARY KEY", new ApplicationVersionQuery { Application = Sample.AppId(1), HistoryId = 1 });
        await AssertPagedBy("INTEGER PRIMARY KEY", new VenvVersionQuery { Venv = Sample.VenvId(1), HistoryId = 1 });
    }

    [Fact]
    public async Task A_list_by_name_or_without_a_filter_is_read_from_its_newest_end()
    {
        await AssertUnsorted(new TaskQuery { Limit = 1 });
        await AssertUnsorted(new TaskQuery { Name = "task-*", Limit = 1 });
        await AssertUnsorted(new WorkQuery { Name = "work-*", Limit = 1 });
        await AssertUnsorted(new ApplicationQuery { Name = "application-1", Limit = 1 });
        await AssertUnsorted(new ApplicationVersionQuery { Limit = 1 });
        await AssertUnsorted(new ApplicationVersionQuery { Sha1 = Sample.Package(2).Sha1, Limit = 1 });
        await AssertUnsorted(new VenvQuery { Limit = 1 });
        await AssertUnsorted(new VenvVersionQuery { Limit = 1 });
        await AssertUnsorted(new WorkflowQuery { Limit = 1 });
        await AssertUnsorted(new ScheduleQuery { Enabled = true, Limit = 1 });
        await AssertUnsorted(new ServiceQuery { Enabled = true, Limit = 1 });
        await AssertUnsorted(new AuditQuery { Verb = "create", Limit = 1 });
    }

    [Fact]
    public async Task Actions_and_steps_are_found_by_their_task_and_work()
    {
        foreach (var plan in await PlansAsync(new ActionQuery { Tasks = [Sample.TaskId(1)] })) AssertFinds(plan, "SEARCH t USING", "SEARCH a USING PRIMARY KEY (task_sequence=?)");
        foreach (var plan in await PlansAsync(new ActionQuery { Tasks = [Sample.TaskId(1)], Name = "first" })) AssertFinds(plan, "SEARCH t USING", "SEARCH a USING PRIMARY KEY (task_sequence=? AND name=?)");
        foreach (var plan in await PlansAsync(new WorkStepQuery { Works = [Sample.WorkId(1)] })) AssertFinds(plan, "SEARCH w USING", "(work_sequence=?)");
    }

    [Fact]
    public async Task A_start_reads_of_tasks_and_works_what_is_open_only()
    {
        await _store.LoadAsync(CancellationToken.None);
        var plans = await PlansAsync();
        Assert.Contains(plans, plan => plan.Contains("tasks_stage", StringComparison.Ordinal));
        Assert.Contains(plans, plan => plan.Contains("works_stage", StringComparison.Ordinal));
        foreach (var plan in plans)
        {
            foreach (var large in new[] { "SCAN tasks", "SCAN t", "SCAN a", "SCAN works", "SCAN w", "SCAN s", "SCAN actions", "SCAN work_steps" })
                Assert.DoesNotContain(plan.Split('\n'), step => step == large || step.StartsWith(large + " ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_writer_finds_each_row_that_it_changes()
    {
        await _store.CommitAsync([.. EveryChange.Changing()], CancellationToken.None);
        var plans = await PlansAsync();
        Assert.InRange(plans.Count, 40, 200);
        foreach (var plan in plans) AssertFinds(plan);
    }

    private async Task AssertPagedBy<T>(string index, StoreQuery<T> query)
    {
        foreach (var plan in await PlansAsync(query)) AssertFinds(plan, index);
        // A page further down is found by the same index, not by walking there.
        foreach (var plan in await PlansAsync(query with { After = 1_000 })) AssertFinds(plan, index);
    }

    private async Task AssertUnsorted<T>(StoreQuery<T> query)
    {
        foreach (var plan in await PlansAsync(query)) Assert.DoesNotContain(Sorting, plan, StringComparison.Ordinal);
    }

    private static void AssertFinds(string plan, params string[] steps)
    {
        foreach (var step in steps) Assert.Contains(step, plan, StringComparison.Ordinal);
        // json_each is the list of ids that was given.
        Assert.DoesNotContain(plan.Split('\n'), step => step.StartsWith("SCAN", StringComparison.Ordinal) && !step.StartsWith("SCAN json_each", StringComparison.Ordinal));
        if (steps.Length < 2) Assert.DoesNotContain(Sorting, plan, StringComparison.Ordinal);
    }

    /// <summary>The plans of a page and of its count.</summary>
    private async Task<IReadOnlyList<string>> PlansAsync<T>(StoreQuery<T> query)
    {
        _dialect.Statements.Clear();
        Assert.NotEmpty((await _store.QueryAsync(query, CancellationToken.None)).Items);
        var plans = await PlansAsync();
        Assert.Equal(2, plans.Count);
        return plans;
    }

    private async Task<IReadOnlyList<string>> PlansAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={File};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        var plans = new List<string>();
        foreach (var statement in _dialect.Statements.Where(statement => statement.Contains(" from ", StringComparison.Ordinal) || statement.Contains("update", StringComparison.Ordinal)))
        {
            var steps = await connection.QueryAsync<(long, long, long, string Detail)>("explain query plan " + statement);
            plans.Add(string.Join('\n', steps.Select(step => step.Detail).Prepend(statement)));
        }

        return plans;
    }
}
