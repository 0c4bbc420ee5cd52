using LitePipeline.Soak.Faults;

namespace LitePipeline.Soak.Tests;

public class FaultPlanTests
{
    private static SoakOptions Options(int seed, params FaultKind[] without) => new()
    {
        Seed = seed,
        Tasks = 1,
        Length = TimeSpan.FromMinutes(1),
        KillEvery = TimeSpan.FromSeconds(2),
        FaultEvery = TimeSpan.FromSeconds(5),
        Patience = TimeSpan.FromMinutes(1),
        Without = without.ToHashSet(),
        Folder = "",
    };

    private static Fault[] Plan(int seed, params FaultKind[] without) => [.. FaultPlan.Of(Options(seed, without), nodes: 3).Take(500)];

    [Fact]
    public void A_seed_is_the_same_plan_each_time_and_another_seed_another_one()
    {
        Assert.Equal(Plan(1), Plan(1));
        Assert.NotEqual(Plan(1), Plan(2));
    }

    [Fact]
    public void All_kinds_strike_in_order_of_time_and_what_is_left_out_does_not()
    {
        var plan = Plan(1);
        Assert.Equal(plan.OrderBy(fault => fault.At).Select(fault => fault.At), plan.Select(fault => fault.At));
        Assert.Equal(Enum.GetValues<FaultKind>(), plan.Select(fault => fault.Kind).Distinct().Order());
        Assert.DoesNotContain(Plan(1, FaultKind.ManagerKilled, FaultKind.NetworkCut), fault => fault.Kind is FaultKind.ManagerKilled or FaultKind.NetworkCut);
        Assert.Empty(Plan(1, Enum.GetValues<FaultKind>()));
    }

    [Fact]
    public void A_disk_or_a_line_is_wrong_in_one_way_at_a_time()
    {
        var disks = Plan(3).Where(fault => fault.Kind is FaultKind.ManagerDiskFull or FaultKind.DatabaseReadOnly or FaultKind.ManagerFolderReadOnly).ToArray();
        Assert.True(disks.Length > 10);
        Assert.All(disks.Zip(disks.Skip(1)), pair => Assert.True(pair.First.At + pair.First.Holds < pair.Second.At));
    }
}
