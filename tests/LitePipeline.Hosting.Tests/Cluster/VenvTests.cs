using System.Security.Cryptography;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Venvs;
using LitePipeline.Hosting.Tests.Venvs;
using LitePipeline.TestCluster;

namespace LitePipeline.Hosting.Tests.Cluster;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public class VenvTests
{
    public static TheoryData<ClusterTransport, ClusterStore> Kinds => ClusterTests.Kinds;

    private static async Task<VenvId> CreateAsync(LitePipelineTestCluster cluster, string text, PackageFormat format = PackageFormat.TarGz) =>
        await cluster.Manager.CreateVenvAsync(new CreateVenvRequest("python", format, "the first"), await RealVenv.PackAsync(text, format));

    private static async Task<AppId> DeployAsync(LitePipelineTestCluster cluster, VenvId venv) =>
        await cluster.Manager.CreateApplicationAsync(new CreateApplicationRequest("app", PackageFormat.TarGz), await RealVenv.PackApplicationForAsync(venv.ToString()));

    private static async Task<string> RunAsync(LitePipelineTestCluster cluster, AppId app)
    {
        var ended = await cluster.RunAsync(app);
        Assert.True(ended.Task.State.Status == RunStatus.Success, ended.Task.State.Message);
        var data = ended.Actions[0].Result.ToElement().GetProperty("data");
        Assert.Equal(data.GetProperty("module").GetString(), data.GetProperty("script").GetString());
        Assert.Equal(data.GetProperty("active").GetString(), data.GetProperty("prefix").GetString());
        Assert.StartsWith(Path.Combine(cluster.Nodes[0].Folder, "packages"), data.GetProperty("prefix").GetString(), StringComparison.Ordinal);
        return data.GetProperty("module").GetString()!;
    }

    private static async Task RefusedAsync(ErrorCode code, string field, Func<Task> request)
    {
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(request);
        Assert.Equal((code, field), (refused.Code, refused.Refusal.Field));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_real_venv_runs_on_a_node_and_its_versions_can_be_switched(ClusterTransport transport, ClusterStore store)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => (o.Transport, o.Store) = (transport, store));
        var venv = await CreateAsync(cluster, "one");
        var app = await DeployAsync(cluster, venv);
        Assert.Equal("one", await RunAsync(cluster, app));

        await cluster.Manager.UpdateVenvAsync(venv, new UpdatePackagedRequest(Description: "the second"), await RealVenv.PackAsync("two"));
        Assert.Equal("two", await RunAsync(cluster, app));
        var history = await cluster.Manager.ListVenvVersionsAsync(new VenvVersionQuery { Venv = venv });
        Assert.Equal(["the second", "the first"], history.Items.Select(version => version.Description));

        var first = history.Items[1];
        await cluster.Manager.ActivateVenvVersionAsync(venv, first.HistoryId);
        Assert.Equal("one", await RunAsync(cluster, app));
        var record = await cluster.Manager.GetVenvAsync(venv);
        Assert.Equal(("python", "the first", first.Package), (record.Name, record.Description, record.Package));
        Assert.Equal(first, await cluster.Manager.GetVenvVersionAsync(venv, first.HistoryId));
        foreach (var sha1 in new[] { null, history.Items[0].Package.Sha1 })
        {
            var package = await cluster.Manager.OpenVenvPackageAsync(venv, sha1);
            await using var content = package.Content;
            Assert.Equal(sha1 ?? first.Package.Sha1, package.Package.Sha1);
            Assert.Equal(package.Package.Sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(content)));
        }

        await RefusedAsync(ErrorCode.OperationFailed, "history_id", () => cluster.Manager.DeleteVenvVersionAsync(venv, first.HistoryId));
        await cluster.Manager.DeleteVenvVersionAsync(venv, history.Items[0].HistoryId);
        Assert.Equal(1, (await cluster.Manager.ListVenvVersionsAsync(new VenvVersionQuery { Venv = venv })).Total);
        Assert.Equal("one", await RunAsync(cluster, app));
        await RefusedAsync(ErrorCode.OperationFailed, "venv_id", () => cluster.Manager.DeleteVenvAsync(venv));
        await cluster.Manager.DeleteApplicationAsync(app);
        await cluster.Manager.DeleteVenvAsync(venv);
        await RefusedAsync(ErrorCode.VenvNotExists, "venv_id", () => cluster.Manager.GetVenvAsync(venv));
    }

    [Fact]
    public async Task The_same_venv_runs_inside_of_an_application()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var app = await cluster.Manager.CreateApplicationAsync(new CreateApplicationRequest("app", PackageFormat.TarGz), await RealVenv.PackApplicationAsync("inside"));
        Assert.Equal("inside", await RunAsync(cluster, app));
    }

    [Fact]
    public async Task A_venv_packed_as_zip_has_copies_for_links_and_runs_too()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var app = await DeployAsync(cluster, await CreateAsync(cluster, "zipped", PackageFormat.Zip));
        Assert.Equal("zipped", await RunAsync(cluster, app));
    }

    [Fact]
    public async Task Venvs_and_their_versions_survive_a_killed_manager()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.Store = ClusterStore.Sqlite);
        var venv = await CreateAsync(cluster, "one");
        var app = await DeployAsync(cluster, venv);
        await cluster.Manager.UpdateVenvAsync(venv, new UpdatePackagedRequest("renamed"), await RealVenv.PackAsync("two"));
        await cluster.KillManagerAsync();
        await cluster.StartManagerAsync();
        Assert.Equal("renamed", (await cluster.Manager.GetVenvAsync(venv)).Name);
        Assert.Equal("two", await RunAsync(cluster, app));
        var history = await cluster.Manager.ListVenvVersionsAsync(new VenvVersionQuery { Venv = venv });
        await cluster.Manager.ActivateVenvVersionAsync(venv, history.Items[^1].HistoryId);
        Assert.Equal("one", await RunAsync(cluster, app));
    }

    [Fact]
    public async Task What_is_no_venv_is_refused_as_such_and_leaves_no_trace()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => (o.Nodes, o.Store) = (0, ClusterStore.Sqlite));
        var create = new CreateVenvRequest("venv", PackageFormat.TarGz);
        using var application = await RealVenv.PackApplicationForAsync("venvs/venv");
        var refused = await Assert.ThrowsAsync<PackageInvalidException>(() => cluster.Manager.CreateVenvAsync(create, application));
        Assert.Equal(ErrorCode.VenvWrongFormat, refused.Code);
        Assert.Contains("bin/activate", refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<PackageInvalidException>(() => cluster.Manager.CreateVenvAsync(create, new MemoryStream("no archive"u8.ToArray())));
        Assert.Equal(ErrorCode.VenvWrongFormat, refused.Code);
        await RefusedAsync(ErrorCode.InvalidParameters, "name", () => cluster.Manager.CreateVenvAsync(create with { Name = "" }, application));
        var unknown = new VenvId(Guid.NewGuid());
        await RefusedAsync(ErrorCode.VenvNotExists, "venv_id", () => cluster.Manager.UpdateVenvAsync(unknown, new UpdatePackagedRequest("x")));
        await RefusedAsync(ErrorCode.VenvNotExists, "venv_id", () => cluster.Manager.ListVenvVersionsAsync(new VenvVersionQuery { Venv = unknown }));
        await RefusedAsync(ErrorCode.VenvNotExists, "venv_id", () => cluster.Manager.ActivateVenvVersionAsync(unknown, 1));
        Assert.Equal(0, (await cluster.Manager.ListVenvsAsync(new VenvQuery())).Total);
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(VersionTests.StoredPackages(cluster) == 0), "no package is left");
    }

    [Fact]
    public async Task An_application_that_names_a_venv_which_does_not_exist_is_refused_with_the_place()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => (o.Nodes, o.Store) = (0, ClusterStore.Sqlite));
        var unknown = Guid.NewGuid().ToString();
        var package = await RealVenv.PackApplicationForAsync(unknown);
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => cluster.Manager.CreateApplicationAsync(new CreateApplicationRequest("app", PackageFormat.TarGz), package));
        Assert.Equal((ErrorCode.AppWrongFormat, "$.actions[0].env"), (refused.Code, refused.Refusal.Field));
        Assert.Contains(unknown, refused.Message, StringComparison.Ordinal);
        await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(VersionTests.StoredPackages(cluster) == 0), "no package is left");
    }
}
