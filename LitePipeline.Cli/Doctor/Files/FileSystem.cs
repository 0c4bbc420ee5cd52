namespace LitePipeline.Cli.Doctor.Files;

/// <summary>The file system that a path lies on.</summary>
internal static class FileSystem
{
    /// <summary>The file system of a folder; where that is not there yet, the one that it would be made on.</summary>
    public static DriveInfo Of(string folder)
    {
        var path = Real(NearestFolder.Of(folder));
        return DriveInfo.GetDrives().Where(drive => IsAbove(drive.Name, path)).MaxBy(drive => drive.Name.Length) ?? new DriveInfo(path);
    }

    private static bool IsAbove(string mount, string path) =>
        path == mount || path.StartsWith(mount.EndsWith(Path.DirectorySeparatorChar) ? mount : mount + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Real(string path)
    {
        // A link anywhere on the way leads elsewhere.
        if (Path.GetDirectoryName(path) is not { } above) return path;
        var here = new DirectoryInfo(Path.Combine(Real(above), Path.GetFileName(path)));
        return here.ResolveLinkTarget(returnFinalTarget: true) is { } target ? Real(target.FullName) : here.FullName;
    }
}
