using System.Globalization;
using LitePipeline.Cli.Backup;

namespace LitePipeline.Cli.Doctor.Files;

/// <summary>How long ago a manager's data was backed up by this tool.</summary>
internal sealed class BackupCheck(string data, TimeProvider time) : IDoctorCheck
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(7);

    public string Name => "backup";

    public ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken)
    {
        var database = new FileInfo(Path.Combine(data, BackupFormat.Database));
        if (!database.Exists) return new([]);
        var last = LastBackup.Find(data);
        var age = time.GetUtcNow() - (last ?? new DateTimeOffset(database.CreationTimeUtc));
        return new([(last, age > Long) switch
        {
            ({ } at, false) => Finding.Ok($"the last one is of {Moment(at)}"),
            ({ } at, true) => Finding.Warning($"the last one is of {Moment(at)}", Mend),
            (null, false) => Finding.Ok("none is known; the data is not old yet"),
            (null, true) => Finding.Warning("none was made by this tool", Mend),
        }]);
    }

    private string Mend => $"litepipeline backup --data {data}: it can run each night, also while the manager does.";

    private static string Moment(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
