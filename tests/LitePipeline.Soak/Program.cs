using System.CommandLine;
using LitePipeline.Soak;
using LitePipeline.Soak.Cluster;
using LitePipeline.Soak.Faults;

var seed = new Option<int>("--seed") { Description = "What goes wrong, when and to whom, and the tasks follow from it.", DefaultValueFactory = _ => 1 };
var tasks = new Option<int>("--tasks") { Description = "How many tasks and works are submitted.", DefaultValueFactory = _ => 5000 };
var length = new Option<double>("--length") { Description = "In how many seconds; more where the machine does not keep up. Until then things go wrong.", DefaultValueFactory = _ => 900 };
var killEvery = new Option<double>("--kill-every") { Description = "How many seconds lie between two kills.", DefaultValueFactory = _ => 2 };
var faultEvery = new Option<double>("--fault-every") { Description = "How many seconds lie between two other faults, in the mean.", DefaultValueFactory = _ => 5 };
var patience = new Option<double>("--patience") { Description = "For how many seconds each thing that must come right at the end is waited for.", DefaultValueFactory = _ => 300 };
var without = new Option<FaultKind[]>("--without") { Description = "Leaves kinds of faults out.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
var folder = new Option<string?>("--folder") { Description = "Where logs, disks and the journal lie; a new one where temporary files are by default." };
var keep = new Option<bool>("--keep") { Description = "Keeps that folder also where nothing was found." };
var command = new RootCommand("Runs a manager and three nodes as processes, kills and hinders them in every way that there is, and looks at what they make of it. As root, on Linux.")
{
    seed, tasks, length, killEvery, faultEvery, patience, without, folder, keep,
};
command.SetAction((given, _) => Sandbox.IsInside ? RunAsync(given) : Task.FromResult(Sandbox.Run(args)));
return await command.Parse(args).InvokeAsync();

async Task<int> RunAsync(ParseResult given)
{
    var options = new SoakOptions
    {
        Seed = given.GetValue(seed),
        Tasks = given.GetValue(tasks),
        Length = TimeSpan.FromSeconds(given.GetValue(length)),
        KillEvery = TimeSpan.FromSeconds(given.GetValue(killEvery)),
        FaultEvery = TimeSpan.FromSeconds(given.GetValue(faultEvery)),
        Patience = TimeSpan.FromSeconds(given.GetValue(patience)),
        Without = given.GetValue(without)!.ToHashSet(),
        Folder = given.GetValue(folder) is { } named ? Directory.CreateDirectory(named).FullName : Directory.CreateTempSubdirectory("litepipeline-soak-").FullName,
        Keep = given.GetValue(keep),
    };
    var code = 1;
    try
    {
        return code = await new Soak(options, TimeProvider.System, Console.Out).RunAsync();
    }
    finally
    {
        if (code != 0 || options.Keep) Console.WriteLine($"Logs, disks and the journal are in {options.Folder}.");
        else Discard(options.Folder);
    }
}

static void Discard(string folder)
{
    foreach (var image in Directory.EnumerateFiles(folder, "*.img")) Shell.Run("umount", Path.ChangeExtension(image, null));
    Directory.Delete(folder, recursive: true);
}
