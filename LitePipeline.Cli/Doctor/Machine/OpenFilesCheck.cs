namespace LitePipeline.Cli.Doctor.Machine;

/// <summary>How many files and connections a process that this user starts may have open at once.</summary>
internal sealed class OpenFilesCheck : IDoctorCheck
{
    private const string Limits = "/proc/self/limits", Line = "Max open files";

    // A manager has one for each node and caller, a node a few for each action.
    private const long Enough = 4096;

    public string Name => "open files";

    public ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Limits)) return new([]);
        // The runtime takes all that the hard limit gives.
        var hard = File.ReadLines(Limits).First(line => line.StartsWith(Line, StringComparison.Ordinal))[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return new([long.TryParse(hard, out var most) && most < Enough
            ? Finding.Warning($"at most {most} at once: each node, caller and action needs some", $"LimitNOFILE={Enough * 16} in the service's unit, or 'ulimit -n {Enough * 16}' before it is started.")
            : Finding.Ok($"at most {hard} at once")]);
    }
}
