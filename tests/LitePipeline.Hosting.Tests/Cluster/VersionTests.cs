using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Packages;
using LitePipeline.TestCluster;
using static LitePipeline.Hosting.Tests.Cluster.Applications;

namespace LitePipeline.Hosting.Tests.Cluster;

public class VersionTests
{
    public static TheoryData<ClusterTransport, ClusterStore> Kinds => ClusterTests.Kinds;

    /// <summary>How many packages lie in a cluster's folder.</summary>
    public static int StoredPackages(LitePipelineTestCluster cluster) =>
        Directory.EnumerateFiles(Path.Combine(cluster.Folder, "packages"), "*", SearchOption.AllDirectories).Count();

    private static async Task<MemoryStream> PackAsync(ApplicationDefinition definition)
    {
        var package = new MemoryStream();
        await PackageBuilder.PackDefinitionAsync(definition, "app", package);
        package.Position = 0;
        return package;
    }

    private static ApplicationDefinition Saying(string word) => Of(Process("say", $"echo {word} #"));

    private static async Task<string> RunAsync(LitePipelineTestCluster cluster, AppId app)
    {
        var ended = await cluster.RunAsync(app);
        Assert.True(ended.Task.State.Status == RunStatus.Success, ended.Task.State.Message);
        using var log = new StreamReader(await cluster.Manager.OpenLogAsync(ended.Task.Id, "say"));
        return (await log.ReadToEndAsync()).Trim();
    }

    private static async Task RefusedAsync(ErrorCode code, string field, Func<Task> request)
    {
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(request);
        Assert.Equal((code, field), (refused.Code, refused.Refusal.Field));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_application_is_updated_activated_back_and_rid_of_a_version(ClusterTransport transport, ClusterStore store)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => (o.Transport, o.Store) = (transport, store));
        var app = await cluster.Manager.CreateApplicationAsync(new CreateApplicationRequest("app", PackageFormat.TarGz, "the first"), await PackAsync(Saying("one")));
        Assert.Equal("one", await RunAsync(cluster, app));
        await cluster.Manager.UpdateApplicationAsync(app, new UpdatePackagedRequest("renamed", "the second"), await PackAsync(Saying("two")));
        Assert.Equal("two", await RunAsync(cluster, app));
        await cluster.Manager.UpdateApplicationAsync(app, new UpdatePackagedRequest(Description: "told better"));

        var record = await cluster.Manager.GetApplicationAsync(app);
        var history = await cluster.Manager.ListApplicationVersionsAsync(new ApplicationVersionQuery { Application = app });
        Assert.Equal(("renamed", "told better", history.Items[0].Package, 2), (record.Name, record.Description, record.Package, history.Total));
        Assert.Equal(["the second", "the first"], history.Items.Select(version => version.Description));
        Assert.Equal(history.Items[1], (await cluster.Manager.ListApplicationVersionsAsync(new ApplicationVersionQuery { Application = app, Offset = 1, Limit = 1 })).Items.Single());

        var (second, first) = (history.Items[0].HistoryId, history.Items[1].HistoryId);
        await cluster.Manager.ActivateApplicationVersionAsync(app, first);
        Assert.Equal("one", await RunAsync(cluster, app));
        record = await cluster.Manager.GetApplicationAsync(app);
        Assert.Equal(("renamed", "the first"), (record.Name, record.Description));
        Assert.Equal(record.Configuration, (await cluster.Manager.GetApplicationVersionAsync(app, first)).Configuration);

        await RefusedAsync(ErrorCode.OperationFailed, "history_id", () => cluster.Manager.DeleteApplicationVersionAsync(app, first));
        await cluster.Manager.DeleteApplicationVersionAsync(app, second);
        await RefusedAsync(ErrorCode.AppHistoryNotExists, "history_id", () => cluster.Manager.GetApplicationVersionAsync(app, second));
        await RefusedAsync(ErrorCode.AppHistoryNotExists, "sha1", () => cluster.Manager.OpenPackageAsync(app, history.Items[0].Package.Sha1));
        Assert.Equal("one", await RunAsync(cluster, app));
    }

    [Fact]
    public async Task A_waiting_task_runs_the_version_that_was_current_when_it_was_accepted()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => (o.Nodes, o.Store) = (0, ClusterStore.Sqlite));
        var app = await cluster.Manager.CreateApplicationAsync(new CreateApplicationRequest("app", PackageFormat.TarGz), await PackAsync(Saying("one")));
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "waits"));
        await cluster.Manager.UpdateApplicationAsync(app, new UpdatePackagedRequest(), await PackAsync(Saying("two")));
        var history = await cluster.Manager.ListApplicationVersionsAsync(new ApplicationVersionQuery { Application = app });
        await cluster.Manager.DeleteApplicationVersionAsync(app, history.Items[1].HistoryId);
        Assert.Equal(2, StoredPackages(cluster));
        await cluster.AddNodeAsync();
        var ended = await cluster.Manager.WaitForTaskAsync(task);
        Assert.Equal((RunStatus.Success, history.Items[1].Package.Sha1), (ended.Task.State.Status, ended.Task.Version));
        using var log = new StreamReader(await cluster.Manager.OpenLogAsync(task, "say"));
        Assert.Equal("one\n", await log.ReadToEndAsync());
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(StoredPackages(cluster) == 1), "the removed version's package has gone with its last task");
    }

    [Fact]
    public async Task What_comes_to_nothing_leaves_no_package_and_takes_none_along()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => (o.Nodes, o.Store) = (1, ClusterStore.Sqlite));
        var unknown = new AppId(Guid.NewGuid());
        var update = new UpdatePackagedRequest("x");
        await RefusedAsync(ErrorCode.AppNotExists, "app_id", async () => await cluster.Manager.UpdateApplicationAsync(unknown, update, await PackAsync(Saying("one"))));
        await RefusedAsync(ErrorCode.AppNotExists, "app_id", () => cluster.Manager.ListApplicationVersionsAsync(new ApplicationVersionQuery { Application = unknown }));
        await RefusedAsync(ErrorCode.AppNotExists, "app_id", () => cluster.Manager.ActivateApplicationVersionAsync(unknown, 1));
        await RefusedAsync(ErrorCode.AppNotExists, "app_id", () => cluster.Manager.DeleteApplicationVersionAsync(unknown, 1));

        var app = await cluster.Manager.CreateApplicationAsync(new CreateApplicationRequest("app", PackageFormat.TarGz), await PackAsync(Saying("one")));
        await RefusedAsync(ErrorCode.InvalidParameters, "name", async () => await cluster.Manager.UpdateApplicationAsync(app, new UpdatePackagedRequest(""), await PackAsync(Saying("two"))));
        await Assert.ThrowsAsync<PackageInvalidException>(() => cluster.Manager.UpdateApplicationAsync(app, update, new MemoryStream("no archive"u8.ToArray())));
        await Assert.ThrowsAsync<DefinitionInvalidException>(async () => await cluster.Manager.UpdateApplicationAsync(app, update, await PackAsync(Of(Process("a", "a", "b")))));
        // The very content of a version, under a format that it does not have.
        await Assert.ThrowsAsync<PackageInvalidException>(async () => await cluster.Manager.UpdateApplicationAsync(app, update, await PackAsync(Saying("one")), PackageFormat.Zip));
        using var gone = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cluster.Manager.UpdateApplicationAsync(app, update, new CancellingStream(await PackAsync(Saying("three")), gone), cancellationToken: gone.Token));

        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(StoredPackages(cluster) == 1), "only the version's package is left");
        Assert.Equal(("app", "one"), ((await cluster.Manager.GetApplicationAsync(app)).Name, await RunAsync(cluster, app)));
    }

    [Fact]
    public async Task Uploads_of_the_same_content_beside_removals_of_it_never_lose_it()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => (o.Nodes, o.Store) = (0, ClusterStore.Sqlite));
        var bytes = (await PackAsync(Saying("same"))).ToArray();
        await Parallel.ForEachAsync(Enumerable.Range(0, 40), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (index, cancellationToken) =>
        {
            var app = await cluster.Manager.CreateApplicationAsync(new CreateApplicationRequest($"app-{index}", PackageFormat.TarGz), new MemoryStream(bytes), cancellationToken);
            // Refused as a venv: this must not take away what others have.
            await Assert.ThrowsAsync<PackageInvalidException>(() => cluster.Manager.CreateVenvAsync(new CreateVenvRequest("venv", PackageFormat.TarGz), new MemoryStream(bytes), cancellationToken));
            await using (var content = (await cluster.Manager.OpenPackageAsync(app, cancellationToken: cancellationToken)).Content)
                Assert.Equal(bytes.Length, content.Length);
            if (index % 2 == 0) await cluster.Manager.DeleteApplicationAsync(app, cancellationToken);
        });
        foreach (var app in (await cluster.Manager.ListApplicationsAsync(new ApplicationQuery())).Items)
        {
            await using var content = (await cluster.Manager.OpenPackageAsync(app.Id)).Content;
            Assert.Equal(bytes.Length, content.Length);
            await cluster.Manager.DeleteApplicationAsync(app.Id);
        }

        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(StoredPackages(cluster) == 0), "the last one takes the package along");
    }

    /// <summary>A caller that goes away when it has sent all.</summary>
    private sealed class CancellingStream(Stream inner, CancellationTokenSource gone) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => inner.Length;
        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            if (read == 0) gone.Cancel();
            return read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
