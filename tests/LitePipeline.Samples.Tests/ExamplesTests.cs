using LitePipeline.Core;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;
using static LitePipeline.Samples.Tests.SampleApplication;

namespace LitePipeline.Samples.Tests;

/// <summary>The original's examples in Python and in C#, each run as its users would.</summary>
public class ExamplesTests
{
    private const int PrimesTo10000 = 1229;

    [Theory]
    [InlineData("multiple-actions-python")]
    [InlineData("multiple-actions-csharp")]
    public async Task Two_actions_run_and_the_third_gets_what_both_found(string name)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var task = await cluster.RunAsync(await DeployAsync(cluster, name), JsonData.Parse("""{"limit": 10000}"""));
        var data = DataOf(task, "compare");
        Assert.Equal((PrimesTo10000, 100), (data.GetProperty("primes").GetInt32(), data.GetProperty("squares").GetInt32()));
        Assert.Equal(PrimesTo10000 / 100.0, data.GetProperty("primes_for_each_square").GetDouble());
    }

    [Theory]
    [InlineData("generated-actions-python")]
    [InlineData("generated-actions-csharp")]
    public async Task Generated_actions_generate_more_and_the_last_one_waits_for_all(string name)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var task = await cluster.RunAsync(await DeployAsync(cluster, name), JsonData.Parse("""{"limit": 10000, "parts": 3, "longest_part": 1000}"""));
        var data = DataOf(task, "total");
        Assert.Equal(PrimesTo10000, data.GetProperty("primes").GetInt32());
        // Three parts of 3,333 numbers are split twice: 1 + 2 + 4 actions each.
        Assert.Equal(3 * 7, data.GetProperty("parts").GetInt32());
        Assert.Equal(3 * 7 + 2, task.Actions.Count);
    }

    [Theory]
    [InlineData("event-actions-python")]
    [InlineData("event-actions-csharp")]
    public async Task The_event_action_of_the_outcome_runs_and_knows_the_results(string name)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var app = await DeployAsync(cluster, name);
        var taken = await cluster.RunAsync(app, JsonData.Parse("""{"pieces": 7}"""));
        Assert.Equal("7 pieces for 21 are on their way.", DataOf(taken, "success").GetProperty("letter").GetString());
        var refused = await cluster.RunAsync(app, JsonData.Parse("""{"pieces": 0}"""));
        Assert.Equal(RunStatus.Fail, refused.Task.State.Status);
        Assert.Equal("We are sorry: order did not work.", EndOf(refused, "fail").GetProperty("letter").GetString());
    }

    [Fact]
    public async Task Files_go_from_action_to_action_over_nodes_and_the_same_input_is_not_computed_twice()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.Nodes = 2);
        var app = await DeployAsync(cluster, "artifacts-python");
        var task = await cluster.RunAsync(app, JsonData.Parse("""{"steps": 500, "seed": 7}"""));
        Assert.StartsWith("500 steps, from -", DataOf(task, "page").GetProperty("title").GetString(), StringComparison.Ordinal);
        var page = await cluster.Manager.OpenArtifactAsync(task.Task.Id, "page", "page.html");
        Assert.Contains("<polyline points=", await new StreamReader(page.Content).ReadToEndAsync(), StringComparison.Ordinal);
        var again = await cluster.RunAsync(app, JsonData.Parse("""{"steps": 500, "seed": 7}"""));
        Assert.Equal(DataOf(task, "page").GetRawText(), DataOf(again, "page").GetRawText());
        Assert.Equal([true, true, false], again.Actions.Select(action => action.Cached is not null));
    }

    [Fact]
    public async Task A_single_csharp_file_is_an_action()
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var task = await cluster.RunAsync(await DeployAsync(cluster, "script-csharp"), JsonData.Parse("""{"name": "node"}"""));
        Assert.Equal("Hello, node!", DataOf(task, "hello").GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("multiple-actions-python")]
    [InlineData("multiple-actions-csharp")]
    public async Task What_the_script_packs_runs(string name)
    {
        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var file = Path.Combine(cluster.Folder, "package.tar.gz");
        await SampleApplication.RunAsync("sh", Path.Combine(Folder, "pack.sh"), name, file);
        await using var package = File.OpenRead(file);
        var app = await cluster.Manager.CreateApplicationAsync(new CreateApplicationRequest(name, PackageFormat.TarGz), package);
        Assert.Equal(168, DataOf(await cluster.RunAsync(app), "compare").GetProperty("primes").GetInt32());
    }
}
