using LitePipeline.Core.Definitions;
using LitePipeline.Core.Definitions.Containers;

namespace LitePipeline.Core.Tests.Definitions;

public class ContainerArgumentsTests
{
    private static ContainerArguments Read(string json) => ContainerArguments.Read(JsonData.Parse(json));

    [Theory]
    [InlineData("10", 10L)]
    [InlineData("\"10m\"", 10L << 20)]
    [InlineData("\"2G\"", 2L << 30)]
    [InlineData("\"512kb\"", 512L << 10)]
    [InlineData("\"64b\"", 64L)]
    [InlineData("\"1.5g\"", 3L << 29)]
    public void A_size_is_bytes_or_text_with_a_unit(string written, long bytes) =>
        Assert.Equal(bytes, Read($"{{\"mem_limit\": {written}}}").MemoryLimit);

    [Fact]
    public void Ports_take_all_the_forms_that_people_write()
    {
        var ports = Read("""{"ports": {"8000/tcp": 2222, "53/udp": ["127.0.0.1", 5353], "9000": [1, "2"], "7000/tcp": null}}""").Ports.AsEnumerable();
        Assert.Equal(
            [
                new PublishedPort("8000/tcp", "", 2222), new PublishedPort("53/udp", "127.0.0.1", 5353),
                new PublishedPort("9000/tcp", "", 1), new PublishedPort("9000/tcp", "", 2), new PublishedPort("7000/tcp", "", null),
            ],
            ports);
    }

    [Fact]
    public void Maps_may_be_written_as_lists()
    {
        var byName = Read("""{"environment": {"B": 2, "A": "x y", "C": true}, "volumes": {"/srv/data": {"bind": "/data", "mode": "ro"}}, "entrypoint": "sh -c"}""");
        Assert.Equal(["A=x y", "B=2", "C=true"], byName.Environment.AsEnumerable());
        Assert.Equal([new MountedVolume("/srv/data", "/data", "ro")], byName.Volumes.AsEnumerable());
        Assert.Equal(["sh", "-c"], byName.Entrypoint.AsEnumerable());
        var listed = Read("""{"environment": ["A=x y"], "volumes": ["/srv/data:/data:ro", "cache:/cache"], "entrypoint": ["sh", "-c"]}""");
        Assert.Equal(["A=x y"], listed.Environment.AsEnumerable());
        Assert.Equal([new MountedVolume("/srv/data", "/data", "ro"), new MountedVolume("cache", "/cache", "rw")], listed.Volumes.AsEnumerable());
    }

    [Fact]
    public void The_rest_of_what_people_use_is_read()
    {
        var read = Read("""
            {"cpuset_cpus": "0-1", "nano_cpus": 500000000, "network": "none", "user": 1000, "working_dir": "/tmp", "shm_size": "64m", "devices": ["/dev/null:/dev/zero2"],
             "gpus": "all", "memswap_limit": -1, "pids_limit": 10, "privileged": true, "read_only": true, "init": true, "cap_drop": ["ALL"], "tmpfs": {"/run": "size=1m"}}
            """);
        Assert.Equal(("0-1", 500_000_000L, "none", "1000", "/tmp", 64L << 20), (read.CpusetCpus, read.NanoCpus, read.NetworkMode, read.User, read.WorkingDirectory, read.ShmSize));
        Assert.Equal([new PassedDevice("/dev/null", "/dev/zero2", "rwm")], read.Devices.AsEnumerable());
        Assert.Equal((-1, -1L, 10L, true, true, true), (read.Gpus, read.MemorySwapLimit, read.PidsLimit, read.Privileged, read.ReadOnly, read.Init));
        Assert.Equal(["ALL"], read.CapDrop.AsEnumerable());
        Assert.Equal("size=1m", read.Tmpfs["/run"]);
    }

    [Theory]
    [InlineData("{\"memory\": \"1g\"}", "$.memory: is not a known member; did you mean 'mem_limit'? Rename or remove it.")]
    [InlineData("{\"mem_limt\": \"1g\"}", "$.mem_limt: is not a known member; did you mean 'mem_limit'? Rename or remove it.")]
    [InlineData("{\"frobnicate\": 1}", "$.frobnicate: is no run argument that a node passes on; remove it, or see docs/containers.md for those that are.")]
    [InlineData("{\"command\": \"x\"}", "$.command: is set by the node; remove it.")]
    [InlineData("{\"mem_limit\": \"ten\"}", "$.mem_limit: is \"ten\", must be a size: bytes as a number, or text with a unit, such as \"512m\" or \"2g\".")]
    [InlineData("{\"mem_limit\": -1}", "$.mem_limit: is -1, must be a size: bytes as a number, or text with a unit, such as \"512m\" or \"2g\".")]
    [InlineData("{\"nano_cpus\": 0.5}", "$.nano_cpus: is 0.5, must be a whole number, 1 or more.")]
    [InlineData("{\"ports\": {\"web\": 80}}", "$.ports: names 'web', which is no port such as \"8000/tcp\".")]
    [InlineData("{\"ports\": {\"80\": 70000}}", "$.ports: has 70000 for '80'; give the host's port, [address, port], a list of ports, or null for any free one.")]
    [InlineData("{\"volumes\": {\"/a\": {\"bind\": \"/opt/app\"}}}", "$.volumes: mounts '/a' at /opt/app, where the node mounts its own; choose another path.")]
    [InlineData("{\"volumes\": [\"/a\"]}", "$.volumes: mounts '/a' at ''; give the host's path or a volume's name, and an absolute path in the container.")]
    [InlineData("{\"working_dir\": \"app\"}", "$.working_dir: is 'app', must be an absolute path in the container, such as /opt/app.")]
    [InlineData("{\"environment\": {\"A\": []}}", "$.environment: has a value for 'A' that is an array; give a string.")]
    [InlineData("{\"gpus\": \"two\"}", "$.gpus: is \"two\", must be a number, or \"all\".")]
    [InlineData("{\"network\": \"a\", \"network_mode\": \"b\"}", "$.network: is given beside 'network_mode'; keep one of them.")]
    public void What_is_wrong_is_named(string json, string problem) =>
        Assert.Equal(problem, Assert.Throws<DefinitionInvalidException>(() => Read(json)).Problems.Single().ToString());

    [Fact]
    public void An_upload_with_a_wrong_argument_is_refused_with_its_path() =>
        Assert.Equal(
            ["$.actions[0].docker.args.mem_limt: is not a known member; did you mean 'mem_limit'? Rename or remove it."],
            Reading.ProblemsOfAction("""  "main": "x", "docker": {"name": "n", "args": {"mem_limt": "1g"}} """));
}
