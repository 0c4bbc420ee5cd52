namespace LitePipeline.Storage;

/// <summary>Whether files can be kept in a folder, found out at the start and not by the first upload.</summary>
internal static class WritableFolder
{
    /// <summary>Creates the folder where it is missing and writes a file to try. Returns what is wrong, or null.</summary>
    public static string? Problem(string folder, string option)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".{Guid.NewGuid():n}.probe");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose)) { }
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return $"{option}: the folder '{folder}' cannot be written: {failure.Message} Choose another one, or give this user the right to write there.";
        }
    }
}
