using System.Collections.Immutable;

namespace LitePipeline.Soak.Users;

/// <summary>An action of an application.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Words">What it is told on its command line.</param>
internal sealed record Step(string Name, params ImmutableArray<string> Words)
{
    /// <summary>The steps before it.</summary>
    public ImmutableArray<string> Condition { get; init; } = [];

    /// <summary>How often it may run.</summary>
    public int Attempts { get; init; } = 1000;

    /// <summary>Whether it leaves its value in a file for those after it.</summary>
    public bool Leaves => Words.Contains("leaves");

    /// <summary>Whether it makes parts of itself, which <c>total</c> waits for.</summary>
    public bool Splits => Words.Contains("splits");
}

/// <summary>What becomes of a task that nothing but the soak's faults disturbs.</summary>
internal enum Fate
{
    Succeeds,
    Fails,
    IsStopped,
}

/// <summary>A kind of application.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">How many of a hundred tasks are of it.</param>
/// <param name="Steps">Its actions, each after those of its condition; the last one's output is the application's.</param>
internal sealed record Shape(string Name, int Weight, params ImmutableArray<Step> Steps)
{
    public Fate Fate { get; init; }

    /// <summary>Whether an action runs at the end, for the outcome.</summary>
    public bool HasEvents { get; init; }

    public static Shape Single { get; } = new("single", 31, new Step("only"));

    public static Shape Chain { get; } = new(
        "chain", 20, new Step("first"), new Step("second", "leaves") { Condition = ["first"] }, new Step("third") { Condition = ["second"] });

    public static Shape Fan { get; } = new("fan", 14, new Step("split", "splits"), new Step("total") { Condition = ["split"] });

    public static Shape Events { get; } = new("events", 10, new Step("first"), new Step("second") { Condition = ["first"] }) { HasEvents = true };

    public static Shape Flaky { get; } = new("flaky", 8, new Step("first", "fails=2"), new Step("second") { Condition = ["first"] });

    public static Shape Failing { get; } = new("failing", 7, new Step("first"), new Step("second", "fails=1000000") { Condition = ["first"], Attempts = 2 })
    {
        Fate = Fate.Fails, HasEvents = true,
    };

    public static Shape Stopped { get; } = new("stopped", 4, new Step("only", "lingers")) { Fate = Fate.IsStopped };

    public static Shape Service { get; } = new("service", 0, new Step("only", "lingers"));

    public static ImmutableArray<Shape> All { get; } = [Single, Chain, Fan, Events, Flaky, Failing, Stopped, Service];

    /// <summary>How many of a hundred are works, of several applications.</summary>
    public static int WorkWeight => 100 - All.Sum(shape => shape.Weight);
}
