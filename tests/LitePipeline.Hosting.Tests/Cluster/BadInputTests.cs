using System.Text;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Packages;
using LitePipeline.Hosting.Packages;
using LitePipeline.TestCluster;
using static LitePipeline.Hosting.Tests.Cluster.Applications;

namespace LitePipeline.Hosting.Tests.Cluster;

public class BadInputTests
{
    public static TheoryData<string, string> Inputs => new()
    {
        { "{", "not JSON at line 1, column 2" },
        { "{\"a\": 1} {}", "not JSON at line 1, column 10" },
        { "[1]", "not a JSON object" },
        { Nested(JsonData.MaxDepth + 1), "deeper than 48 levels" },
        { Nested(5000), "deeper than 48 levels" },
    };

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"x\":", depth)) + "1" + new string('}', depth);

    private static JsonData Text(string text) => JsonData.FromTrusted(Encoding.UTF8.GetBytes(text));

    private static async Task RefusedAsync(LitePipelineTestCluster cluster, AppId app, JsonData input, string reason)
    {
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "t", input)));
        Assert.Equal((ErrorCode.InvalidParameters, "input_data"), (refused.Code, refused.Refusal.Field));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await cluster.Manager.ListTasksAsync(new())).Total);
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task An_input_that_no_action_could_read_is_refused(string input, string reason)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.Nodes = 0);
        await RefusedAsync(cluster, await cluster.DeployAsync(Of(Process("a", "true"))), Text(input), reason);
    }

    [Fact]
    public async Task An_input_that_is_not_UTF8_is_refused()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.Nodes = 0);
        byte[] input = [.. "{\"x\":\""u8, 0xFF, .. "\"}"u8];
        await RefusedAsync(cluster, await cluster.DeployAsync(Of(Process("a", "true"))), JsonData.FromTrusted(input), "not UTF-8");
    }

    [Fact]
    public async Task An_input_as_deep_as_allowed_reaches_its_action_and_comes_back()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var task = await cluster.RunAsync(await cluster.DeployAsync(Of(Process("a", "true"))), Text(Nested(JsonData.MaxDepth)));
        Assert.Equal(Core.Tasks.RunStatus.Success, task.Task.State.Status);
        Assert.Equal(Nested(JsonData.MaxDepth), task.Task.Input.ToString());
    }

    [Fact]
    public async Task A_command_line_that_nobody_can_run_is_refused_with_its_upload()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.Nodes = 0);
        var application = Of(Process("a", "true"), Process("b", "python3 'x.py")) with { OnFail = new ActionDefinition { Name = ApplicationDefinition.FailEvent, Main = "echo \\" } };
        var refused = await Assert.ThrowsAsync<DefinitionInvalidException>(() => cluster.DeployAsync(application));
        Assert.Equal(["$.actions[1].main", "$.event_actions.fail.main"], refused.Problems.Select(problem => problem.Path));
        Assert.Contains("the quote ' is not closed", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await cluster.Manager.ListApplicationsAsync(new())).Total);
    }

    [Fact]
    public async Task A_refused_upload_leaves_no_file_and_one_that_is_in_use_stays()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => (o.Nodes, o.Store) = (0, ClusterStore.Sqlite));
        string[] Kept() => Directory.GetFiles(Path.Combine(cluster.Folder, "packages"), "*", SearchOption.AllDirectories);
        using var cyclic = new MemoryStream();
        await PackageBuilder.PackDefinitionAsync(Of(Process("a", "true", "b"), Process("b", "true", "a")), "app", cyclic);
        foreach (var package in new[] { "no archive"u8.ToArray(), cyclic.ToArray() })
        {
            await Assert.ThrowsAnyAsync<LitePipelineException>(() => cluster.Manager.CreateApplicationAsync(new("bad", PackageFormat.TarGz), new MemoryStream(package)));
            await LitePipelineTestCluster.UntilAsync(() => Task.FromResult(Kept().Length == 0), "the refused package is gone");
        }

        using var good = new MemoryStream();
        await PackageBuilder.PackDefinitionAsync(Of(Process("a", "true")), "app", good);
        var app = await cluster.Manager.CreateApplicationAsync(new("good", PackageFormat.TarGz), new MemoryStream(good.ToArray()));
        await Assert.ThrowsAsync<PackageInvalidException>(() => cluster.Manager.CreateApplicationAsync(new("the same as zip", PackageFormat.Zip), new MemoryStream(good.ToArray())));
        await using var content = (await cluster.Manager.OpenPackageAsync(app)).Content;
        using var read = new MemoryStream();
        await content.CopyToAsync(read);
        Assert.Equal(good.ToArray(), read.ToArray());
    }
}
