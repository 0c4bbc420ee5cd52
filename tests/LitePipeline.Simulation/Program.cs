using System.CommandLine;
using System.Runtime.InteropServices;
using LitePipeline.Simulation;
using LitePipeline.Simulation.Faults;

var seed = new Option<int?>("--seed") { Description = "Runs one seed and says what came of it." };
var trace = new Option<bool>("--trace") { Description = "With --seed: prints all that happened, in order." };
var shrink = new Option<bool>("--shrink") { Description = "With --seed: looks for fewer faults and less time that break the same promise." };
var without = new Option<FaultKind[]>("--without") { Description = "Leaves kinds of faults out.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
var duration = new Option<double?>("--duration") { Description = "For how many simulated seconds things go wrong." };
var first = new Option<int>("--first") { Description = "The first of many seeds.", DefaultValueFactory = _ => 1 };
var seeds = new Option<long>("--seeds") { Description = "How many seeds to run.", DefaultValueFactory = _ => 2000 };
var hours = new Option<double?>("--hours") { Description = "Runs seeds for so many hours instead." };
var threads = new Option<int>("--threads") { Description = "How many seeds run side by side.", DefaultValueFactory = _ => Environment.ProcessorCount };
var sabotage = new Option<Sabotage>("--sabotage") { Description = "Takes a guard away, to see it found." };
var command = new RootCommand("Runs LitePipeline's manager and nodes under faults, on one thread and a clock of its own for each seed.")
{
    seed, trace, shrink, without, duration, first, seeds, hours, threads, sabotage,
};
command.SetAction(given => given.GetValue(seed) is { } one ? RunOne(given, one) : RunMany(given));
return command.Parse(args).Invoke();

SimulationOptions OptionsOf(ParseResult given, int of) => new()
{
    Seed = of,
    Without = given.GetValue(without)!.ToHashSet(),
    Duration = given.GetValue(duration) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    Sabotage = given.GetValue(sabotage),
};

int RunOne(ParseResult given, int of)
{
    var options = OptionsOf(given, of);
    var result = Simulation.Run(options);
    if (given.GetValue(shrink) && result.Violation is not null)
    {
        options = Shrinker.Shrink(options, result);
        result = Simulation.Run(options);
        Console.WriteLine(Report.Command(options, result));
    }

    if (given.GetValue(trace))
    {
        result = Simulation.Run(options with { Keeps = true });
        foreach (var line in result.Trace) Console.WriteLine(line);
    }

    Console.WriteLine(Report.Of(of, result));
    return result.Violation is null ? 0 : 1;
}

int RunMany(ParseResult given)
{
    var campaign = new Campaign(given.GetValue(threads), of => OptionsOf(given, of))
    {
        Finished = (of, result) =>
        {
            if (result.Violation is not null) Console.WriteLine(Report.Of(of, result));
        },
    };
    // Whoever ends it before its time wants to know what it has come to.
    void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        campaign.Stop();
    }

    using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    TimeSpan? time = given.GetValue(hours) is { } limit ? TimeSpan.FromHours(limit) : null;
    campaign.Run(given.GetValue(first), time is null ? given.GetValue(seeds) : int.MaxValue - given.GetValue(first), time, mostFailures: 50);
    Console.Write(Report.Of(campaign));
    return campaign.Failures.Count == 0 ? 0 : 1;
}
