using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using LitePipeline.Fuzzing;
using LitePipeline.Fuzzing.Connections;

var target = new Argument<string>("TARGET") { Description = "What to try." }.AcceptOnlyFromAmong([.. Targets.Names]);
var cases = new Option<long>("--cases") { Description = "How many cases.", DefaultValueFactory = _ => 1_000_000 };
var seed = new Option<uint>("--seed") { Description = "The stream of cases.", DefaultValueFactory = _ => 1 };
var threads = new Option<int>("--threads") { Description = "How many run side by side.", DefaultValueFactory = _ => Environment.ProcessorCount };
var number = new Option<long?>("--case") { Description = "Runs one case of the stream and says what came of it." };
var hex = new Option<string?>("--hex") { Description = "Runs the case of these bytes, as a finding prints it." };
var run = new Command("run", "Tries a target with many cases.") { target, cases, seed, threads, number, hex };
run.SetAction(given =>
{
    using var tried = Targets.Open(given.GetValue(target)!);
    var only = given.GetValue(hex) is { } text ? Convert.FromHexString(text) : given.GetValue(number) is { } one ? Campaign.CaseOf(tried.Target, given.GetValue(seed), one) : null;
    if (only is not null)
    {
        Console.WriteLine($"{Convert.ToHexString(only)}\n{tried.Target.Run(only)}");
        return 0;
    }

    return RunMany(tried.Target, new Campaign(tried.Target, given.GetValue(seed)), given.GetValue(cases), given.GetValue(threads));
});
return new RootCommand("Writes hostile input to the doors of LitePipeline and sees that each promise holds.") { run, IdleCommand.Make() }.Parse(args).Invoke();

static int RunMany(FuzzTarget tried, Campaign campaign, long most, int side)
{
    Console.WriteLine($"{tried.Name}: {tried.What}");
    var begun = TimeProvider.System.GetTimestamp();
    // Whoever ends it before its time wants to know what it has come to.
    void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        campaign.Stop();
    }

    using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    campaign.Go(most, side);
    var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{campaign.Run:N0} cases in {seconds:F0} s, {campaign.Run / seconds:N0} a second; peak of memory {System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 >> 20:N0} MiB"));
    foreach (var (outcome, count) in campaign.Outcomes) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,12:N0}  {outcome}"));
    if (campaign.Found is not { } found) return 0;
    Console.WriteLine(found);
    return 1;
}
