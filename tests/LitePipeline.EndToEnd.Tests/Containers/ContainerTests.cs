using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Packages;
using LitePipeline.TestCluster;
using Microsoft.Extensions.DependencyInjection;

namespace LitePipeline.EndToEnd.Tests.Containers;

/// <summary>Actions in containers of a real engine.</summary>
public class ContainerTests
{
    private static Task<LitePipelineTestCluster> StartAsync() => LitePipelineTestCluster.StartAsync(options =>
        options.ConfigureNodeHost = node => node.UseDockerExecutor(docker => (docker.Endpoint, docker.Registry) = ($"unix://{TestEngine.Socket}", TestEngine.Registry)));

    private static ActionDefinition InContainer(string name, string script, string args = "{}", params string[] condition) => new()
    {
        Name = name,
        Main = $"sh -c '{script}'",
        Docker = new DockerDefinition("busybox", "latest", JsonData.Parse(args)),
        Condition = [.. condition],
    };

    private static ApplicationDefinition Application(params ActionDefinition[] actions) => new() { Actions = [.. actions], OutputAction = actions[^1].Name };

    private static async Task<string> LogAsync(LitePipelineTestCluster cluster, TaskId task, string action)
    {
        using var reader = new StreamReader(await cluster.Manager.OpenLogAsync(task, action));
        return await reader.ReadToEndAsync();
    }

    // What the script printed, one value a line, for one action that must succeed.
    private static async Task<string[]> PrintedAsync(string script, string args)
    {
        await using var cluster = await StartAsync();
        var ended = await cluster.RunAsync(await cluster.DeployAsync(Application(InContainer("only", script, args))));
        Assert.True(ended.Task.State.Status == RunStatus.Success, ended.Task.State.Message);
        return (await LogAsync(cluster, ended.Task.Id, "only")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public async Task Actions_read_and_write_their_workspace_and_leave_no_container()
    {
        await using var cluster = await StartAsync();
        var app = await cluster.DeployAsync(Application(
            InContainer("first", "pwd; ls /opt/app; cat $0/input.data; echo \"{\\\"data\\\": {\\\"seen\\\": 7}}\" > $0/output.data"),
            InContainer("second", "cp $0/input.data $0/output.data; echo \"{\\\"data\\\": $(cat $0/input.data)}\" > $0/output.data", "{}", "first")));
        var ended = await cluster.RunAsync(app, JsonData.Parse("""{"n": 1}"""));
        Assert.True(ended.Task.State.Status == RunStatus.Success, ended.Task.State.Message);
        var seen = ended.Actions[1].Result.ToElement().GetProperty("data");
        Assert.Equal((1, 7), (seen.GetProperty("n").GetInt32(), seen.GetProperty("first").GetProperty("seen").GetInt32()));
        Assert.Equal("/opt/workspace", seen.GetProperty("workspace").GetString());
        var log = await LogAsync(cluster, ended.Task.Id, "first");
        Assert.StartsWith("/opt/app\nconfiguration.json\n", log);
        Assert.Equal("", await TestEngine.RunAsync("ps", "-aq", "--filter", $"label=litepipeline.task={ended.Task.Id}"));
    }

    [Fact]
    public async Task What_a_container_leaves_another_one_finds_and_a_link_out_of_its_workspace_is_not_followed()
    {
        await using var cluster = await StartAsync();
        var task = await cluster.RunAsync(await cluster.DeployAsync(Application(
            InContainer("make", "umask 077; echo made > $0/a.txt") with { Artifacts = ["a.txt"], Cache = true },
            InContainer("use", "cat $0/artifacts/make/a.txt; grep -o /opt/workspace/artifacts/make/a.txt $0/input.data", "{}", "make"))));
        Assert.True(task.Task.State.Status == RunStatus.Success, task.Task.State.Message);
        Assert.EndsWith("made\n/opt/workspace/artifacts/make/a.txt\n", await LogAsync(cluster, task.Task.Id, "use"), StringComparison.Ordinal);

        var links = await cluster.RunAsync(await cluster.DeployAsync(Application(InContainer("make", "ln -s /etc/shadow $0/a.txt") with { Artifacts = ["a.txt"] })));
        Assert.Contains("'a.txt' is a link", links.Task.State.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_venv_is_active_whether_it_lies_in_the_package_or_apart(bool apart)
    {
        await using var cluster = await StartAsync();
        var folder = Directory.CreateDirectory(Path.Combine(cluster.Folder, "made", "app"));
        var venv = Directory.CreateDirectory(apart ? Path.Combine(cluster.Folder, "made", "venv") : Path.Combine(folder.FullName, "venvs", "venv")).FullName;
        Directory.CreateDirectory(Path.Combine(venv, "bin"));
        Directory.CreateDirectory(Path.Combine(venv, "lib", "python3.99", "site-packages"));
        await File.WriteAllTextAsync(Path.Combine(venv, "pyvenv.cfg"), "home = /nowhere\nversion = 3.99.0\n");
        await File.WriteAllTextAsync(Path.Combine(venv, "bin", "activate"), "VIRTUAL_ENV=\"/where/it/was/made\"\nexport VIRTUAL_ENV\nPATH=\"$VIRTUAL_ENV/bin:$PATH\"\nexport PATH\n");
        await File.WriteAllTextAsync(Path.Combine(venv, "bin", "tool"), "#!/bin/sh\necho the tool ran\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(venv, "bin", "tool"), (UnixFileMode)0b111_101_101);
        File.CreateSymbolicLink(Path.Combine(venv, "bin", "python3"), "/nowhere/python3");
        var env = "venvs/venv";
        if (apart) env = (await cluster.Manager.CreateVenvAsync(new CreateVenvRequest("venv", PackageFormat.TarGz), await PackAsync(venv))).ToString();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "configuration.json"), $$"""
            {"actions": [{"name": "only", "main": "sh -c 'tool; ls $VIRTUAL_ENV/bin/tool; ls -d $PYTHONPATH'", "env": "{{env}}", "docker": {"name": "busybox", "tag": "latest"} }], "output_action": "only"}
            """);
        var app = await cluster.Manager.CreateApplicationAsync(new CreateApplicationRequest("app", PackageFormat.TarGz), await PackAsync(folder.FullName));
        var ended = await cluster.RunAsync(app);
        Assert.True(ended.Task.State.Status == RunStatus.Success, ended.Task.State.Message);
        var printed = (await LogAsync(cluster, ended.Task.Id, "only")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("the tool ran", printed);
        Assert.Contains(printed, line => line.StartsWith(cluster.Nodes[0].Folder, StringComparison.Ordinal) && line.EndsWith("/bin/tool", StringComparison.Ordinal));
        Assert.Contains(printed, line => line.EndsWith("/lib/python3.99/site-packages", StringComparison.Ordinal));

        static async Task<MemoryStream> PackAsync(string folder)
        {
            var package = new MemoryStream();
            await PackageBuilder.PackFolderAsync(folder, package);
            package.Position = 0;
            return package;
        }
    }

    [Fact]
    public async Task The_application_cannot_be_written_from_a_container()
    {
        // What the shell itself says of it comes by the other stream, in no order with this one.
        var printed = await PrintedAsync("(echo x > /opt/app/x) 2> /dev/null || echo refused", "{}");
        Assert.Contains("refused", printed);
    }

    [Fact]
    public async Task Arguments_reach_the_container()
    {
        var data = Directory.CreateTempSubdirectory("litepipeline-volume-");
        await File.WriteAllTextAsync(Path.Combine(data.FullName, "greeting"), "from the host\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(data.FullName, (UnixFileMode)0b111_101_101);
        try
        {
            var printed = await PrintedAsync(
                "echo $COLOUR; id -u; pwd; cat /data/greeting; (echo x > /data/x) 2>/dev/null || echo read-only; cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; ls /sys/class/net",
                $$"""
                {"environment": {"COLOUR": "deep blue"}, "user": "1234", "working_dir": "/tmp", "volumes": {"{{data.FullName}}": {"bind": "/data", "mode": "ro"} },
                 "mem_limit": "16m", "network_mode": "none", "cpuset_cpus": "0", "shm_size": "1m", "init": false, "labels": {"mine": "yes"} }
                """);
            // Nothing may go to the error stream: the engine mixes the two streams within a line.
            Assert.Equal(["deep blue", "1234", "/tmp", "from the host", "read-only"], printed.Take(5));
            Assert.Contains($"{16 << 20}", printed);
            Assert.DoesNotContain("eth0", printed);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_exit_code_and_the_end_of_the_output_are_the_failures()
    {
        await using var cluster = await StartAsync();
        var ended = await cluster.RunAsync(await cluster.DeployAsync(Application(InContainer("bad", "echo the disk is full; exit 3"))));
        Assert.Equal(RunStatus.Fail, ended.Task.State.Status);
        Assert.Equal(3, ended.Actions.Single().ReturnCode);
        Assert.Contains("exit code 3", ended.Task.State.Message);
        Assert.Contains("the disk is full", ended.Task.State.Message);
    }

    [Fact]
    public async Task Too_much_memory_is_told_as_such()
    {
        await using var cluster = await StartAsync();
        var ended = await cluster.RunAsync(await cluster.DeployAsync(Application(
            InContainer("greedy", "exec dd if=/dev/zero of=/dev/null bs=64M count=1", """{"mem_limit": "8m", "memswap_limit": "8m"}"""))));
        Assert.Equal(RunStatus.Fail, ended.Task.State.Status);
        Assert.Contains("needed more memory than it may have: its mem_limit is 8,388,608 bytes", ended.Task.State.Message);
    }

    [Theory]
    [InlineData(StopSignal.Terminate, true)]
    [InlineData(StopSignal.Kill, false)]
    public async Task A_stop_reaches_the_container(StopSignal signal, bool tidiesUp)
    {
        await using var cluster = await StartAsync();
        var app = await cluster.DeployAsync(Application(InContainer("long", "trap \"echo tidied up; exit 1\" TERM; echo ready; while true; do sleep 0.1; done")));
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "long"));
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetTaskAsync(task)).Actions.Count == 1, "the action was given to the node");
        using (var log = new StreamReader(await cluster.Manager.OpenLogAsync(task, "long", follow: true))) Assert.Equal("ready", await log.ReadLineAsync());
        await cluster.Manager.StopTaskAsync(task, signal);
        var ended = await cluster.Manager.WaitForTaskAsync(task).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(RunStatus.Kill, ended.Task.State.Status);
        Assert.Equal(tidiesUp, (await LogAsync(cluster, task, "long")).Contains("tidied up", StringComparison.Ordinal));
        Assert.Equal("", await TestEngine.RunAsync("ps", "-aq", "--filter", $"label=litepipeline.task={task}"));
    }

    [Fact]
    public async Task The_output_can_be_followed_while_it_is_written()
    {
        await using var cluster = await StartAsync();
        var app = await cluster.DeployAsync(Application(InContainer("talker", "echo one; while [ ! -f $0/go ]; do sleep 0.05; done; echo two")));
        var task = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(app, "talker"));
        await LitePipelineTestCluster.UntilAsync(async () => (await cluster.Manager.GetTaskAsync(task)).Actions.Count == 1, "the action was given to the node");
        using var reader = new StreamReader(await cluster.Manager.OpenLogAsync(task, "talker", follow: true));
        Assert.Equal("one", await reader.ReadLineAsync());
        var workspace = Directory.GetDirectories(Path.Combine(cluster.Nodes[0].Folder, "workspaces"), "talker", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(Path.Combine(workspace, "go"), "");
        Assert.Equal("two", await reader.ReadLineAsync());
        Assert.Null(await reader.ReadLineAsync());
    }

    [Fact]
    public async Task An_image_that_is_missing_is_pulled_and_one_that_does_not_exist_is_named()
    {
        await using var cluster = await StartAsync();
        await TestEngine.RunAsync("tag", $"{TestEngine.Registry}/busybox:latest", $"{TestEngine.Registry}/other:1");
        await TestEngine.RunAsync("push", "-q", $"{TestEngine.Registry}/other:1");
        await TestEngine.RunAsync("rmi", $"{TestEngine.Registry}/other:1");
        var other = InContainer("a", "echo ran") with { Docker = new DockerDefinition("other", "1") };
        var pulled = await cluster.RunAsync(await cluster.DeployAsync(Application(other)));
        Assert.True(pulled.Task.State.Status == RunStatus.Success, pulled.Task.State.Message);
        Assert.Contains($"pulled the image {TestEngine.Registry}/other:1\nran", await LogAsync(cluster, pulled.Task.Id, "a"));

        var missing = await cluster.RunAsync(await cluster.DeployAsync(Application(other with { Docker = new DockerDefinition("nowhere", "9") })));
        Assert.Equal(RunStatus.Fail, missing.Task.State.Status);
        Assert.Equal(ActionFailureKind.NotStarted, missing.Actions.Single().Failure!.Kind);
        Assert.Contains($"The image {TestEngine.Registry}/nowhere:9 cannot be pulled", missing.Task.State.Message);
    }

    [Fact]
    public async Task A_command_that_the_image_lacks_is_named()
    {
        await using var cluster = await StartAsync();
        var ended = await cluster.RunAsync(await cluster.DeployAsync(Application(InContainer("a", "") with { Main = "python3 first.py" })));
        Assert.Equal(RunStatus.Fail, ended.Task.State.Status);
        Assert.Contains("python3", ended.Task.State.Message);
        Assert.Contains("not found", ended.Task.State.Message);
    }

    [Fact]
    public async Task A_container_that_outlived_its_node_is_removed_when_the_node_is_back()
    {
        await using var cluster = await StartAsync();
        var node = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(cluster.Nodes[0].Folder, "node.json"))).RootElement.GetProperty("id").GetString();
        await cluster.KillNodeAsync(0);
        var left = await TestEngine.RunAsync("run", "-d", "--label", $"litepipeline.node={node}", "--network", "none", $"{TestEngine.Registry}/busybox:latest", "sleep", "1000");
        var stranger = await TestEngine.RunAsync("run", "-d", "--label", "litepipeline.node=another", "--network", "none", $"{TestEngine.Registry}/busybox:latest", "sleep", "1000");
        await cluster.StartNodeAsync(0);
        var running = await TestEngine.RunAsync("ps", "-aq", "--no-trunc");
        Assert.DoesNotContain(left, running);
        Assert.Contains(stranger, running);
        await TestEngine.RunAsync("rm", "-f", stranger);
    }
}
