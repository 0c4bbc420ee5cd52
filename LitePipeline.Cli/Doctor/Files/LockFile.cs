namespace LitePipeline.Cli.Doctor.Files;

/// <summary>The file that a daemon holds while it uses its data folder.</summary>
internal static class LockFile
{
    /// <summary>Whether somebody holds it.</summary>
    public static bool IsHeld(string path)
    {
        if (!File.Exists(path)) return false;
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)) return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
