namespace LitePipeline.Cli.Doctor.Files;

/// <summary>Whether a folder is there and can be written, or can be made.</summary>
/// <param name="setting">The setting that names it.</param>
/// <param name="folder">The folder.</param>
internal sealed class FolderCheck(string setting, string folder) : IDoctorCheck
{
    public string Name => setting;

    public ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken) => new([Look()]);

    private Finding Look()
    {
        if (File.Exists(folder)) return Finding.Wrong($"{folder} is a file", $"Give a folder in {setting}, or move the file away.");
        var present = NearestFolder.Of(folder);
        if (FindProblem(present) is { } problem)
            return Finding.Wrong($"{present} cannot be written: {problem}", $"Run the service as the folder's owner, give its user the folder (chown USER {present}), or give another one in {setting}.");
        return Finding.Ok(present == folder ? $"{folder} can be written" : $"{folder} is not there yet and can be made");
    }

    private static string? FindProblem(string folder)
    {
        try
        {
            var probe = Path.Combine(folder, $".{Guid.NewGuid():n}.probe");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose)) { }
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }
}
