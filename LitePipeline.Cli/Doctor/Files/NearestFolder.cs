namespace LitePipeline.Cli.Doctor.Files;

/// <summary>A folder, or where it is not there yet, the first one above that is.</summary>
internal static class NearestFolder
{
    public static string Of(string folder)
    {
        var present = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        while (!Directory.Exists(present)) present = Path.GetDirectoryName(present) ?? "/";
        return present;
    }
}
