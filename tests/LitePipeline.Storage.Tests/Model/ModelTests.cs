using System.Text.RegularExpressions;
using CsCheck;
using LitePipeline.Core;
using LitePipeline.Core.Storage;
using LitePipeline.Storage.Tests.Postgres;
using LitePipeline.Storage.Tests.Samples;
using LitePipeline.Storage.Tests.Stores;

namespace LitePipeline.Storage.Tests.Model;

public class ModelTests
{
    [Fact]
    public Task SQLite_holds_what_the_model_holds() => CheckAsync(() => new SqliteTestStore(), runs: 40);

    [Fact]
    public Task PostgreSQL_holds_what_the_model_holds() => CheckAsync(() => new PostgresTestStore(), runs: 6);

    [Fact]
    public Task Memory_holds_what_the_model_holds() => CheckAsync(() => new MemoryTestStore(), runs: 120);

    private static async Task CheckAsync(Func<TestStore> create, int runs)
    {
        var (changes, refused) = (0, 0);
        await Gen.Int.SampleAsync(async seed =>
        {
            await using var test = create();
            await test.Store.OpenAsync(CancellationToken.None);
            var random = new RandomChanges(new Random(seed));
            var model = new StoreModel();
            for (var commit = 0; commit < 60; commit++)
            {
                var (next, batch) = (model, new List<StoreChange>());
                do
                {
                    var change = random.Next(next);
                    batch.Add(change);
                    next = next.After(change);
                }
                while (!random.Chance(6));

                if (random.Chance(5))
                {
                    batch.Add(random.NextWrong(next));
                    await Assert.ThrowsAsync<StoreException>(() => test.Store.CommitAsync(batch, CancellationToken.None));
                    Interlocked.Increment(ref refused);
                }
                else
                {
                    await test.Store.CommitAsync(batch, CancellationToken.None);
                    model = next;
                    Interlocked.Add(ref changes, batch.Count);
                }

                if (random.Chance(8)) await CompareAsync(test.Store, model, random);
                if (random.Chance(30)) await test.ReopenAsync();
            }

            await test.ReopenAsync();
            await CompareAsync(test.Store, model, random);
        }, iter: runs, threads: 2);
        Assert.True(changes > runs * 150 && refused > runs * 5, $"The runs were too quiet: {changes} changes, {refused} commits refused.");
    }

    private static async Task CompareAsync(IPipelineStore store, StoreModel model, RandomChanges random)
    {
        Assert.Equal(Text.Of(model.Snapshot), Text.Of(await store.LoadAsync(CancellationToken.None)));
        await Same(new ActionQuery { Tasks = [.. model.Tasks.Values.Select(task => task.Id)] }, model.ActionsOf(model.Tasks.Values));
        var artifacts = model.ArtifactsOf(model.Tasks.Values).ToList();
        await Same(new ArtifactQuery(), artifacts);
        await Same(new ArtifactQuery { Offset = 1, Limit = 3 }, artifacts);
        foreach (var one in artifacts.Take(3))
        {
            await Same(new ArtifactQuery { Task = one.Task }, artifacts.Where(other => other.Task == one.Task));
            await Same(new ArtifactQuery { Sha256 = one.Sha256 }, artifacts.Where(other => other.Sha256 == one.Sha256));
            await Same(new ArtifactQuery { Task = one.Task, Action = one.Action, Path = one.Path }, [one]);
        }

        var cached = model.CacheEntries.Values.Reverse().ToList();
        await Same(new CacheQuery(), cached);
        await Same(new CacheQuery { Application = Sample.AppId(1), Limit = 2 }, cached.Where(entry => entry.Application == Sample.AppId(1)), entry => entry.Sequence);
        await Same(new CacheQuery { Sha256 = Sample.Package(1).Sha256 }, cached.Where(entry => entry.Artifacts.Any(artifact => artifact.Sha256 == Sample.Package(1).Sha256)));
        await Same(new WorkStepQuery { Works = [.. model.Works.Values.Select(work => work.Id)] }, model.StepsOf(model.Works.Values));
        await Same(new ApplicationQuery(), model.Applications.Values.Reverse());
        await Same(new ApplicationVersionQuery(), model.Versions.Values.Reverse());
        await Same(new VenvQuery(), model.Venvs.Values.Reverse());
        await Same(new VenvVersionQuery(), model.VenvVersions.Values.Reverse());
        await Same(new WorkflowQuery(), model.Workflows.Values.Reverse());
        await Same(new ScheduleQuery(), model.Schedules.Values.Reverse());
        await Same(new ServiceQuery(), model.Services.Values.Reverse());
        await Same(new AuditQuery(), model.Audit.Values.Reverse());
        await Same(new AuditQuery { Subject = Sample.Id('x', 1), Verb = "stop" }, model.Audit.Values.Reverse().Where(record => record.Subject == Sample.Id('x', 1) && record.Verb == "stop"));
        for (var round = 0; round < 10; round++)
        {
            var tasks = random.TaskQuery();
            await Same(tasks, model.Tasks.Values.Reverse().Where(task =>
                Fits(tasks.Name, task.Name) && (tasks.Application ?? task.Application) == task.Application && (tasks.Work ?? task.Work) == task.Work
                && (tasks.Service ?? task.Service) == task.Service && (tasks.Schedule ?? task.Schedule) == task.Schedule
                && (tasks.Stage ?? task.State.Stage) == task.State.Stage && (tasks.Status ?? task.State.Status) == task.State.Status), task => task.Sequence);
            var works = random.WorkQuery();
            await Same(works, model.Works.Values.Reverse().Where(work =>
                Fits(works.Name, work.Name) && (works.Workflow ?? work.Workflow) == work.Workflow && (works.Schedule ?? work.Schedule) == work.Schedule
                && (works.Stage ?? work.State.Stage) == work.State.Stage && (works.Status ?? work.State.Status) == work.State.Status), work => work.Sequence);
        }

        async Task Same<T>(StoreQuery<T> query, IEnumerable<T> expected, Func<T, long>? sequence = null)
        {
            var all = expected.ToList();
            var page = await store.QueryAsync(query, CancellationToken.None);
            Assert.Equal(all.Count, page.Total);
            Assert.Equal(Text.Of(all.Where(row => query.After is not { } after || sequence!(row) < after).Skip(query.Offset).Take(query.Limit == 0 ? int.MaxValue : query.Limit)), Text.Of(page.Items));
        }
    }

    private static bool Fits(string? filter, string name) =>
        filter is null || Regex.IsMatch(name, $"^{string.Join(".*", filter.Split('*').Select(Regex.Escape))}$", RegexOptions.Singleline);
}
