namespace LitePipeline.Cli.Doctor.Files;

/// <summary>Whether nobody but their owner can read the files that hold secrets.</summary>
internal sealed class SecretFileCheck(params IEnumerable<string?> paths) : IDoctorCheck
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public string Name => "secrets";

    public ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows()) return new([]);
        var present = paths.OfType<string>().Distinct().Where(Path.Exists).ToList();
        var open = present.Where(IsOpen).ToList();
        return new(open.Count > 0
            ? [.. open.Select(path => Finding.Warning($"others than its owner may read or write {path}, which holds secrets", $"chmod {(Directory.Exists(path) ? "700" : "600")} {path}"))]
            : present.Count > 0 ? [Finding.Ok($"only their owner reads {string.Join(", ", present)}")] : []);
    }

    private static bool IsOpen(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;
}
