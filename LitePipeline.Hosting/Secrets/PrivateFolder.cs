namespace LitePipeline.Hosting.Secrets;

/// <summary>A folder whose files are for this process's user alone.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes it, or closes one that is there to others.</summary>
    public static DirectoryInfo Create(string folder)
    {
        if (OperatingSystem.IsWindows()) return Directory.CreateDirectory(folder);
        var made = Directory.CreateDirectory(folder, Own);
        if (made.UnixFileMode != Own) made.UnixFileMode = Own;
        return made;
    }

    /// <summary>Makes it and writes a file to try.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">So it is.</exception>
    public static void Try(string folder)
    {
        Create(folder);
        using (new FileStream(Path.Combine(folder, $".{Guid.NewGuid():n}.probe"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose)) { }
    }
}
