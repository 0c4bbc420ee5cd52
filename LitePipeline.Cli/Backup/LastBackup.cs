using System.Globalization;

namespace LitePipeline.Cli.Backup;

/// <summary>When a data folder was last backed up, kept in it for who asks.</summary>
internal static class LastBackup
{
    private const string File = "last-backup";

    /// <summary>Keeps it; one who may not write there has made a backup all the same.</summary>
    public static void Remember(string data, DateTimeOffset at)
    {
        try
        {
            System.IO.File.WriteAllText(Path.Combine(data, File), at.ToString("O", CultureInfo.InvariantCulture) + "\n");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next one may.
        }
    }

    /// <summary>When it was; null where that is not known.</summary>
    public static DateTimeOffset? Find(string data)
    {
        var path = Path.Combine(data, File);
        return System.IO.File.Exists(path) && DateTimeOffset.TryParse(System.IO.File.ReadAllText(path).Trim(), CultureInfo.InvariantCulture, out var at) ? at : null;
    }
}
