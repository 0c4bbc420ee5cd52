using LitePipeline.Core.Applications;
using LitePipeline.Core.Schedules;
using LitePipeline.Core.Services;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Workflows;
using LitePipeline.Core.Works;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Stores;

public abstract partial class PipelineStoreConformance
{
    [Fact]
    public async Task Tasks_are_found_by_each_filter_and_by_all_together()
    {
        var rows = Enumerable.Range(1, 120).Select(number => Sample.Task(number) with
        {
            Name = number % 2 == 0 ? "even" : "odd",
            Application = Sample.AppId(number % 3),
            Work = number % 4 == 0 ? null : Sample.WorkId(number % 4),
            Service = number % 5 == 0 ? null : Sample.ServiceId(number % 5),
            Schedule = number % 7 == 0 ? null : Sample.ScheduleId(number % 7 % 3),
            State = Sample.TaskState((RunStage)(number % 5), number % 5 == 4 ? (RunStatus)(number % 6) : null),
        }).ToList();
        await CommitAsync([.. rows.Select(row => new StoreChange.AddTask(row))]);

        var queries =
            from name in new[] { null, "even", "o*" }
            from application in new AppId?[] { null, Sample.AppId(1) }
            from work in new WorkId?[] { null, Sample.WorkId(2) }
            from service in new ServiceId?[] { null, Sample.ServiceId(3) }
            from schedule in new ScheduleId?[] { null, Sample.ScheduleId(1) }
            from stage in new RunStage?[] { null, RunStage.Running, RunStage.Finished }
            from status in new RunStatus?[] { null, RunStatus.Success, RunStatus.Error }
            from id in new TaskId?[] { null, Sample.TaskId(29) }
            select new TaskQuery { Name = name, Application = application, Work = work, Service = service, Schedule = schedule, Stage = stage, Status = status, Id = id };
        await AssertFoundAsync(queries, rows, (query, row) => Named(query.Name, row.Name)
            && (query.Application is null || query.Application == row.Application)
            && (query.Work is null || query.Work == row.Work)
            && (query.Service is null || query.Service == row.Service)
            && (query.Schedule is null || query.Schedule == row.Schedule)
            && (query.Stage is null || query.Stage == row.State.Stage)
            && (query.Status is null || query.Status == row.State.Status)
            && (query.Id is null || query.Id == row.Id));
    }

    [Fact]
    public async Task Works_are_found_by_each_filter_and_by_all_together()
    {
        var rows = Enumerable.Range(1, 90).Select(number => Sample.Work(number) with
        {
            Name = number % 2 == 0 ? "even" : "odd",
            Workflow = Sample.WorkflowId(number % 3),
            Schedule = number % 4 == 0 ? null : Sample.ScheduleId(number % 4),
            State = Sample.WorkState((RunStage)(number % 5), number % 5 == 4 ? (RunStatus)(number % 6) : null),
        }).ToList();
        await CommitAsync([.. rows.Select(row => new StoreChange.AddWork(row))]);

        var queries =
            from name in new[] { null, "even", "o*" }
            from workflow in new WorkflowId?[] { null, Sample.WorkflowId(1) }
            from schedule in new ScheduleId?[] { null, Sample.ScheduleId(1) }
            from stage in new RunStage?[] { null, RunStage.Running, RunStage.Finished }
            from status in new RunStatus?[] { null, RunStatus.Success, RunStatus.Error }
            from id in new WorkId?[] { null, Sample.WorkId(49) }
            select new WorkQuery { Name = name, Workflow = workflow, Schedule = schedule, Stage = stage, Status = status, Id = id };
        await AssertFoundAsync(queries, rows, (query, row) => Named(query.Name, row.Name)
            && (query.Workflow is null || query.Workflow == row.Workflow)
            && (query.Schedule is null || query.Schedule == row.Schedule)
            && (query.Stage is null || query.Stage == row.State.Stage)
            && (query.Status is null || query.Status == row.State.Status)
            && (query.Id is null || query.Id == row.Id));
    }

    [Fact]
    public async Task Schedules_are_found_by_each_filter_and_by_all_together()
    {
        var rows = Enumerable.Range(1, 24).Select(number => Sample.Schedule(number) with
        {
            Name = number % 2 == 0 ? "even" : "odd",
            SourceId = Sample.Id('x', number % 3),
            Enabled = number % 4 < 2,
        }).ToList();
        await CommitAsync([.. rows.Select(row => new StoreChange.SaveSchedule(row))]);

        var queries =
            from name in new[] { null, "even", "o*" }
            from source in new Guid?[] { null, Sample.Id('x', 1) }
            from enabled in new bool?[] { null, true, false }
            from id in new ScheduleId?[] { null, Sample.ScheduleId(13) }
            select new ScheduleQuery { Name = name, SourceId = source, Enabled = enabled, Id = id };
        await AssertFoundAsync(queries, rows, (query, row) => Named(query.Name, row.Name)
            && (query.SourceId is null || query.SourceId == row.SourceId)
            && (query.Enabled is null || query.Enabled == row.Enabled)
            && (query.Id is null || query.Id == row.Id));
    }

    [Fact]
    public async Task Services_are_found_by_each_filter_and_by_all_together()
    {
        var rows = Enumerable.Range(1, 24).Select(number => Sample.Service(number) with
        {
            Name = number % 2 == 0 ? "even" : "odd",
            Application = Sample.AppId(number % 3),
            Enabled = number % 4 < 2,
        }).ToList();
        await CommitAsync([.. rows.Select(row => new StoreChange.SaveService(row))]);

        var queries =
            from name in new[] { null, "even", "o*" }
            from application in new AppId?[] { null, Sample.AppId(1) }
            from enabled in new bool?[] { null, true, false }
            from id in new ServiceId?[] { null, Sample.ServiceId(13) }
            select new ServiceQuery { Name = name, Application = application, Enabled = enabled, Id = id };
        await AssertFoundAsync(queries, rows, (query, row) => Named(query.Name, row.Name)
            && (query.Application is null || query.Application == row.Application)
            && (query.Enabled is null || query.Enabled == row.Enabled)
            && (query.Id is null || query.Id == row.Id));
    }

    [Fact]
    public async Task Applications_venvs_and_workflows_are_found_by_id_and_name()
    {
        var applications = Enumerable.Range(1, 12).Select(number => Sample.Application(number) with { Name = number % 2 == 0 ? "even" : "odd" }).ToList();
        var venvs = Enumerable.Range(1, 12).Select(number => Sample.Venv(number) with { Name = number % 2 == 0 ? "even" : "odd" }).ToList();
        var workflows = Enumerable.Range(1, 12).Select(number => Sample.Workflow(number) with { Name = number % 2 == 0 ? "even" : "odd" }).ToList();
        await CommitAsync([
            .. applications.Select(row => new StoreChange.SaveApplication(row)),
            .. venvs.Select(row => new StoreChange.SaveVenv(row)),
            .. workflows.Select(row => new StoreChange.SaveWorkflow(row))]);

        foreach (var name in new[] { null, "even", "o*" })
        {
            foreach (var number in new long?[] { null, 5, 99 })
            {
                await AssertFoundAsync(
                    [new ApplicationQuery { Name = name, Id = number is { } one ? Sample.AppId(one) : null }], applications,
                    (query, row) => Named(name, row.Name) && (query.Id is null || query.Id == row.Id));
                await AssertFoundAsync(
                    [new VenvQuery { Name = name, Id = number is { } two ? Sample.VenvId(two) : null }], venvs,
                    (query, row) => Named(name, row.Name) && (query.Id is null || query.Id == row.Id));
                await AssertFoundAsync(
                    [new WorkflowQuery { Name = name, Id = number is { } three ? Sample.WorkflowId(three) : null }], workflows,
                    (query, row) => Named(name, row.Name) && (query.Id is null || query.Id == row.Id));
            }
        }
    }

    [Fact]
    public async Task Versions_are_found_by_owner_digest_and_number()
    {
        var versions = Enumerable.Range(1, 24).Select(number => Sample.Version(number % 3, number) with { Package = Sample.Package(number % 4) with { Sha1 = $"{number % 5}" } }).ToList();
        var venvVersions = versions.ConvertAll(version => Sample.VenvVersion(version.HistoryId % 3, version.HistoryId) with { Package = version.Package });
        await CommitAsync([
            .. Enumerable.Range(0, 3).SelectMany(number => new StoreChange[] { new StoreChange.SaveApplication(Sample.Application(number)), new StoreChange.SaveVenv(Sample.Venv(number)) }),
            .. versions.Select(version => new StoreChange.AddApplicationVersion(version)),
            .. venvVersions.Select(version => new StoreChange.AddVenvVersion(version))]);

        var filters =
            from owner in new long?[] { null, 1, 9 }
            from sha256 in new[] { null, Sample.Package(1).Sha256 }
            from sha1 in new[] { null, "2", "X" }
            from number in new long?[] { null, 7, 22, 99 }
            select (owner, sha256, sha1, number);
        foreach (var (owner, sha256, sha1, number) in filters)
        {
            await AssertFoundAsync(
                [new ApplicationVersionQuery { Application = owner is { } one ? Sample.AppId(one) : null, Sha256 = sha256, Sha1 = sha1, HistoryId = number }], versions,
                (query, row) => (query.Application is null || query.Application == row.Application) && Is(row.Package.Sha256, row.Package.Sha1, row.HistoryId));
            await AssertFoundAsync(
                [new VenvVersionQuery { Venv = owner is { } two ? Sample.VenvId(two) : null, Sha256 = sha256, Sha1 = sha1, HistoryId = number }], venvVersions,
                (query, row) => (query.Venv is null || query.Venv == row.Venv) && Is(row.Package.Sha256, row.Package.Sha1, row.HistoryId));

            bool Is(string rowSha256, string rowSha1, long rowNumber) =>
                (sha256 is null || sha256 == rowSha256) && (sha1 is null || sha1 == rowSha1) && (number is null || number == rowNumber);
        }
    }

    // The rows of these tests are named "even" and "odd".
    private static bool Named(string? filter, string name) => filter is null || name == (filter == "o*" ? "odd" : filter);

    /// <param name="queries">What is asked.</param>
    /// <param name="rows">What is in the store, oldest first.</param>
    /// <param name="fits">Whether a row belongs to an answer.</param>
    private async Task AssertFoundAsync<TQuery, T>(IEnumerable<TQuery> queries, IReadOnlyList<T> rows, Func<TQuery, T, bool> fits) where TQuery : StoreQuery<T>
    {
        foreach (var query in queries)
        {
            var expected = rows.Where(row => fits(query, row)).Reverse().ToList();
            var page = await Store.QueryAsync(query, CancellationToken.None);
            Assert.Equal(expected.Count, page.Total);
            AssertSame(expected, page.Items);
            page = await Store.QueryAsync(query with { Offset = 1, Limit = 2 }, CancellationToken.None);
            Assert.Equal(expected.Count, page.Total);
            AssertSame(expected.Skip(1).Take(2).ToList(), page.Items);
        }
    }
}
