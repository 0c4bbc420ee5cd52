using System.Security.Cryptography;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;

namespace LitePipeline.EndToEnd.Tests;

/// <summary>Real processes, real sockets: files that are made on one node and used on another, and what dies on the way.</summary>
public class ArtifactTests
{
    private const int Size = 20_000_000;

    private const string Configuration = """
        {"actions": [
          {"name": "make", "main": "sh make.sh", "artifacts": ["a-small", "big"]},
          {"name": "use", "main": "python3 use.py", "condition": ["make"]}], "output_action": "use"}
        """;

    private static readonly (string, string)[] Files =
    [
        ("make.sh", $"""echo small > "$1/a-small"; head -c {Size} /dev/zero > "$1/big" """),
        ("use.py", """
            import hashlib, json, os, sys
            workspace = sys.argv[1]
            artifacts = json.load(open(os.path.join(workspace, "input.data")))["action_info"]["artifacts"]["make"]
            found = {name: hashlib.sha256(open(path, "rb").read()).hexdigest() for name, path in artifacts.items()}
            json.dump({"data": found}, open(os.path.join(workspace, "output.data"), "w"))
            """),
    ];

    private static string Big { get; } = Convert.ToHexStringLower(SHA256.HashData(new byte[Size]));

    /// <summary>Starts two nodes; the first one's line stands still when half of the big file has passed.</summary>
    private static async Task<HoldingProxy> JoinAsync(ProcessCluster cluster)
    {
        var line = new HoldingProxy(cluster.Tcp, Size / 2, ofRequests: true);
        await Task.WhenAll(cluster.StartNodeAsync("node-1", manager: line.Address), cluster.StartNodeAsync("node-2"));
        return line;
    }

    /// <summary>The first node makes the files, and the second uses them.</summary>
    private static async Task<TaskId> SubmitAsync(ProcessCluster cluster)
    {
        var app = await cluster.DeployAsync("files", Configuration, Files);
        var nodes = (await cluster.Manager.GetClusterAsync()).Nodes.ToDictionary(node => node.Description.Name, node => node.Description.Id);
        return await cluster.TaskAsync(app, "-i", $$$"""{"target_env": {"make": {"node_id": "{{{nodes["node-1"]}}}"}, "use": {"node_id": "{{{nodes["node-2"]}}}"} } }""");
    }

    // The small one is kept and half of the big one has arrived: between an upload and its result.
    private static async Task UntilInTheMiddleAsync(ProcessCluster cluster, HoldingProxy line)
    {
        await line.Held.WaitAsync(TimeSpan.FromMinutes(2));
        await ProcessCluster.UntilAsync(
            () => Packages(cluster, "*.pkg").Any(file => file.Length == 6) && Packages(cluster, "*.tmp").Any(file => file.Length > 0), "one artifact is kept and the next one is on its way");
    }

    private static async Task CheckAsync(ProcessCluster cluster, TaskId task, int attempt)
    {
        await cluster.UntilTaskAsync(task, RunStage.Finished);
        var details = await cluster.Manager.GetTaskAsync(task);
        Assert.True(details.Task.State.Status == RunStatus.Success, details.Task.State.Message);
        Assert.Equal(attempt, details.Actions.Single(action => action.Name == "make").Attempt);
        var found = details.Actions.Single(action => action.Name == "use").Result.ToElement().GetProperty("data");
        Assert.Equal(Big, found.GetProperty("big").GetString());
        Assert.Equal(2, (await cluster.Manager.ListArtifactsAsync(new ArtifactQuery { Task = task })).Total);
    }

    private static FileInfo[] Packages(ProcessCluster cluster, string pattern)
    {
        try
        {
            return new DirectoryInfo(cluster.In("manager")).GetFiles(pattern, SearchOption.AllDirectories);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    [Fact]
    public async Task A_file_made_on_one_node_is_used_on_another_and_goes_with_the_task()
    {
        using var cluster = await ProcessCluster.StartAsync(nodes: 2);
        var task = await SubmitAsync(cluster);
        await CheckAsync(cluster, task, attempt: 1);
        var (code, printed) = await cluster.RunAsync("artifact", "download", "-t", $"{task}", "-n", "make", "-p", "a-small");
        Assert.True(code == 0, printed);
        Assert.Equal("small\n", await File.ReadAllTextAsync(cluster.In("a-small")));
        await cluster.AskAsync("task", "delete", "-t", $"{task}");
        await ProcessCluster.UntilAsync(() => Packages(cluster, "*.pkg").Length == 1, "only the application's package is left");
    }

    [Fact]
    public async Task A_manager_that_is_killed_between_upload_and_result_takes_it_up_again_and_nothing_runs_twice()
    {
        using var cluster = await ProcessCluster.StartAsync(nodes: 0);
        await using var line = await JoinAsync(cluster);
        var task = await SubmitAsync(cluster);
        await UntilInTheMiddleAsync(cluster, line);
        cluster.KillManager();
        await cluster.StartManagerAsync();
        await CheckAsync(cluster, task, attempt: 1);
        Assert.Empty(Packages(cluster, "*.tmp"));
    }

    [Fact]
    public async Task A_node_that_is_killed_in_the_middle_of_an_upload_and_comes_back_sends_it_again()
    {
        using var cluster = await ProcessCluster.StartAsync(nodes: 0, returnTimeout: 60);
        await using var line = await JoinAsync(cluster);
        var task = await SubmitAsync(cluster);
        await UntilInTheMiddleAsync(cluster, line);
        cluster.KillNode("node-1");
        await cluster.StartNodeAsync("node-1");
        await CheckAsync(cluster, task, attempt: 1);
    }

    [Fact]
    public async Task A_node_that_is_killed_in_the_middle_of_an_upload_for_good_is_replaced()
    {
        using var cluster = await ProcessCluster.StartAsync(nodes: 0);
        await using var line = new HoldingProxy(cluster.Tcp, Size / 2, ofRequests: true);
        await cluster.StartNodeAsync("node-1", manager: line.Address);
        var task = await cluster.TaskAsync(await cluster.DeployAsync("files", Configuration, Files));
        await UntilInTheMiddleAsync(cluster, line);
        await cluster.StartNodeAsync("node-2");
        cluster.KillNode("node-1");
        await CheckAsync(cluster, task, attempt: 2);
    }
}
