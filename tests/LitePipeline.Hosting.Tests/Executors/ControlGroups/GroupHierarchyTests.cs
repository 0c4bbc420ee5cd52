using LitePipeline.Hosting.Executors.ControlGroups;

namespace LitePipeline.Hosting.Tests.Executors.ControlGroups;

public sealed class GroupHierarchyTests
{
    private const string Version1 = """
        31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
        32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct
        36 31 0:33 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
        40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
        41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw

        """;

    private const string Version2 = "29 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n24 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n";

    private static GroupHierarchy? Find(string mounts, string groups, string controller, string controllersOf2 = "cpuset cpu io memory pids\n") =>
        GroupHierarchy.Read(mounts, groups, _ => controllersOf2).FirstOrDefault(place => place.Controllers.Contains(controller));

    [Fact]
    public void Each_controller_of_version_1_has_a_hierarchy_and_a_group_of_its_own()
    {
        const string Groups = "4:memory:/user/a\n2:cpu,cpuacct:/\n1:name=systemd:/user.slice\n0::/user.slice\n";
        var memory = Find(Version1, Groups, "memory", "hugetlb\n")!;
        Assert.Equal((1, "/sys/fs/cgroup/memory", "/sys/fs/cgroup/memory/user/a"), (memory.Version, memory.Root, memory.Own));
        var cpu = Find(Version1, Groups, "cpu", "hugetlb\n")!;
        Assert.Equal((1, "/sys/fs/cgroup/cpu,cpuacct"), (cpu.Version, cpu.Own));
    }

    [Fact]
    public void A_controller_that_version_1_does_not_have_is_looked_for_in_version_2()
    {
        var memory = Find(Version1.Replace(",memory", ",pids", StringComparison.Ordinal), "4:pids:/\n0::/user.slice\n", "memory")!;
        Assert.Equal((2, "/sys/fs/cgroup/unified/user.slice"), (memory.Version, memory.Own));
        Assert.Null(Find(Version1, "4:memory:/\n0::/\n", "io", "hugetlb\n"));
    }

    [Fact]
    public void All_controllers_of_version_2_are_in_one_group()
    {
        const string Groups = "0::/system.slice/litenode.service\n";
        Assert.Equal("/sys/fs/cgroup/system.slice/litenode.service", Find(Version2, Groups, "memory")!.Own);
        Assert.Equal((2, "/sys/fs/cgroup/system.slice/litenode.service"), (Find(Version2, Groups, "cpu")!.Version, Find(Version2, Groups, "cpu")!.Own));
    }

    [Theory]
    [InlineData("/docker/abc", "/docker/abc", "/sys/fs/cgroup/memory")]
    [InlineData("/docker/abc", "/docker/abc/inner", "/sys/fs/cgroup/memory/inner")]
    [InlineData("/docker/abc", "/docker/abcd", null)]
    [InlineData("/", "/../outside", null)]
    [InlineData("/", "/", "/sys/fs/cgroup/memory")]
    public void In_a_container_a_part_of_the_hierarchy_may_be_mounted(string mounted, string group, string? own) =>
        Assert.Equal(own, Find($"36 31 0:33 {mounted} /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n", $"4:memory:{group}\n", "memory")!.Own);

    [Fact]
    public void A_space_in_a_mounts_path_is_read() =>
        Assert.Equal("/mnt/my groups/a", Find("36 31 0:33 / /mnt/my\\040groups rw - cgroup cgroup rw,memory\n", "4:memory:/a\n", "memory")!.Own);
}
