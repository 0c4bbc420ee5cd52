namespace LitePipeline.AspNetCore.Users;

/// <summary>A folder whose files are for this process's user alone.</summary>
internal static class PrivateFolder
{
    public static DirectoryInfo Create(string folder) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(folder)
        : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
