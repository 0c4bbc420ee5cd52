using LitePipeline.Cli.Output;

namespace LitePipeline.Cli.Doctor.Files;

/// <summary>Whether there is room for what a folder is to hold.</summary>
/// <param name="folder">The folder.</param>
/// <param name="mayGrow">What may grow there by its settings, and to how many bytes, with what is there now.</param>
internal sealed class FreeSpaceCheck(string folder, params (string Setting, long Bytes, string Folder)[] mayGrow) : IDoctorCheck
{
    // A commit needs its place in the log and again in the database.
    private const long Least = 256 << 20;
    private const long Little = 2L << 30;

    public string Name => "free space";

    public ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        var drive = FileSystem.Of(folder);
        var (free, where) = (drive.AvailableFreeSpace, $"for {folder}, on {drive.Name}");
        var amount = ByteText.Of(free);
        if (free < Least) return new([Finding.Wrong($"{amount} {where}: what is written next may not find its place", "Make room, or move the folder to a larger disk.")]);
        return new(
        [
            free < Little ? Finding.Warning($"{amount} {where}", "Make room before it is needed; limits of the history and of workspaces help.") : Finding.Ok($"{amount} {where}"),
            .. mayGrow.Where(grows => grows.Bytes - SizeOf(grows.Folder) > free).Select(grows => Finding.Warning(
                $"{grows.Setting} lets {ByteText.Of(grows.Bytes)} be kept in {grows.Folder}, and {amount} are free",
                $"Give less in {grows.Setting}, or a larger disk.")),
        ]);
    }

    private static long SizeOf(string folder) => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true }).Sum(file => file.Length)
        : 0;
}
