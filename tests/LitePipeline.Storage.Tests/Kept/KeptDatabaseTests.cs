using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Works;
using LitePipeline.Storage.Sqlite;
using LitePipeline.TestCluster;

namespace LitePipeline.Storage.Tests.Kept;

/// <summary>The data of a killed manager of each schema that was ever released, as its own tool left it (keep.sh).</summary>
public class KeptDatabaseTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Kept");

    private static string[] Files => [.. Directory.EnumerateFiles(Folder, "*.tar.gz").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Samples => new(Files);

    [Fact]
    public void There_is_a_sample_of_each_schema()
    {
        var schemas = Enumerable.Range(1, (int)SqliteInspection.NewestSchemaVersion).Select(version => $"{version:0000}.tar.gz");
        Assert.Equal(schemas, Files);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task What_a_killed_manager_of_an_older_release_left_is_brought_up_to_date_and_driven_to_its_ends(string sample)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => (o.Nodes, o.Store, o.ConfigureManager) = (0, ClusterStore.Sqlite, manager => manager.NodeReturnTimeout = TimeSpan.FromMilliseconds(100)));
        await cluster.KillManagerAsync();
        await RestoreAsync(sample, cluster.Folder);
        var database = Path.Combine(cluster.Folder, "manager.db");
        Assert.Equal(long.Parse(sample[..4], CultureInfo.InvariantCulture), SqliteInspection.Of(database).SchemaVersion);

        await cluster.StartManagerAsync();
        Assert.Equal(SqliteInspection.NewestSchemaVersion, SqliteInspection.Of(database).SchemaVersion);
        var before = await TasksAsync(cluster);
        Assert.Equal(
            (RunStage.Finished, RunStage.Finished, RunStage.Stopping, RunStage.Running, RunStage.Pending),
            (before["success"].Stage, before["kill"].Stage, before["stopping"].Stage, before["running"].Stage, before["pending"].Stage));

        await cluster.AddNodeAsync();
        await LitePipelineTestCluster.UntilAsync(async () => (await TasksAsync(cluster)).Values.All(task => task.Stage == RunStage.Finished) && await WorksEndedAsync(cluster), "all have ended");
        var after = await TasksAsync(cluster);
        Assert.Equal(
            (RunStatus.Success, RunStatus.Fail, RunStatus.Kill, RunStatus.Kill, RunStatus.Success, RunStatus.Success),
            (after["success"].Status, after["fail"].Status, after["kill"].Status, after["stopping"].Status, after["running"].Status, after["pending"].Status));
        foreach (var name in (string[])["artifacts", "cached", "a", "b"])
            if (after.TryGetValue(name, out var task)) Assert.Equal(RunStatus.Success, task.Status);
        Assert.All((await cluster.Manager.ListWorksAsync(new WorkQuery())).Items, work => Assert.Equal(RunStatus.Success, work.State.Status));

        // And what was kept is of use: its applications run, its results are read.
        foreach (var application in (await cluster.Manager.ListApplicationsAsync(new ApplicationQuery { Name = "good" })).Items)
            Assert.Equal(RunStatus.Success, (await cluster.RunAsync(application.Id)).Task.State.Status);
    }

    private static async Task<bool> WorksEndedAsync(LitePipelineTestCluster cluster) =>
        (await cluster.Manager.ListWorksAsync(new WorkQuery())).Items.All(work => work.State.Stage == RunStage.Finished);

    private static async Task<Dictionary<string, TaskState>> TasksAsync(LitePipelineTestCluster cluster) =>
        (await cluster.Manager.ListTasksAsync(new TaskQuery())).Items.ToDictionary(task => task.Name, task => task.State);

    private static async Task RestoreAsync(string sample, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "manager.db*")) File.Delete(file);
        await using var packed = new GZipStream(File.OpenRead(Path.Combine(Folder, sample)), CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(packed, folder, overwriteFiles: true);
    }
}
