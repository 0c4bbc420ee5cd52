using System.Text;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Logs;
using LitePipeline.TestCluster;
using static LitePipeline.Hosting.Tests.Cluster.Applications;

namespace LitePipeline.Hosting.Tests.Logs;

/// <summary>An action that writes far more than anybody reads.</summary>
public class FloodTests
{
    private const int Written = 100_000_000;
    private const int Kept = 4 << 20;

    // What is on its way between node and reader, beside what is kept: windows and buffers.
    private const int OnItsWay = 8 << 20;

    private static Task<LitePipelineTestCluster> StartAsync() => LitePipelineTestCluster.StartAsync(options =>
    {
        options.Transport = ClusterTransport.Tcp;
        options.ConfigureNode = node => node.MaxLogBytes = Kept;
    });

    private static async Task<TaskId> FloodAsync(LitePipelineTestCluster cluster)
    {
        var app = await cluster.DeployAsync(Of(Process("flood", $"bash -c 'yes 0123456789abcde | head -c {Written}'")));
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "flood"));
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.ListActionsAsync(new ActionQuery { Tasks = [task] })).Total == 1, "a node has it");
        return task;
    }

    [Fact]
    public async Task A_reader_that_stands_still_costs_no_memory_and_learns_what_it_has_missed()
    {
        await using var cluster = await StartAsync();
        var task = await FloodAsync(cluster);
        await using var log = await cluster.Manager.FollowLogAsync(task, "flood");
        Assert.True(await log.MoveNextAsync());
        var ended = await cluster.Manager.WaitForTaskAsync(task);
        Assert.True(ended.Task.State.Status == RunStatus.Success, ended.Task.State.Message);

        var (next, leftOut, read) = (0L, 0L, 0L);
        do
        {
            var size = Encoding.UTF8.GetByteCount(log.Current.Text);
            Assert.Equal(next + log.Current.LeftOut + size, log.Current.Next);
            (next, leftOut, read) = (log.Current.Next, leftOut + log.Current.LeftOut, read + size);
        }
        while (await log.MoveNextAsync());
        Assert.Equal((Written, Written), (next, leftOut + read));
        // All else would have had to wait for the reader in somebody's memory.
        Assert.InRange(read, Kept / 2, Kept + OnItsWay);
        var file = Directory.EnumerateFiles(cluster.Nodes[0].Folder, WorkspaceContract.StdoutFile, SearchOption.AllDirectories).Single();
        Assert.Equal(Written, new FileInfo(file).Length);
        Assert.InRange(LogReader.Measure(file), Kept / 2, Kept);
    }

    [Fact]
    public async Task The_end_can_be_read_from_any_offset_and_as_one_text()
    {
        await using var cluster = await StartAsync();
        var task = await FloodAsync(cluster);
        await cluster.Manager.WaitForTaskAsync(task);

        using var end = new StreamReader(await cluster.Manager.OpenLogAsync(task, "flood", Written - 33));
        Assert.Equal("\n0123456789abcde\n0123456789abcde\n", await end.ReadToEndAsync());
        using var text = new StreamReader(await cluster.Manager.OpenLogAsync(task, "flood"));
        var all = await text.ReadToEndAsync();
        Assert.InRange(all.Length, Kept / 2, Kept + 200);
        Assert.Contains(" bytes of output were left out here", all, StringComparison.Ordinal);
        await using var parts = await cluster.Manager.FollowLogAsync(task, "flood", Written / 2);
        Assert.True(await parts.MoveNextAsync());
        Assert.True(parts.Current.LeftOut > 0);
        await using var beyond = await cluster.Manager.FollowLogAsync(task, "flood", Written * 2L);
        Assert.False(await beyond.MoveNextAsync());
    }
}
