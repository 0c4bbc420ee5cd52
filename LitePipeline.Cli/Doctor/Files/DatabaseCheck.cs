using LitePipeline.Cli.Output;
using LitePipeline.Core;
using LitePipeline.Storage.Sqlite;

namespace LitePipeline.Cli.Doctor.Files;

/// <summary>Whether a manager's database can be read, is whole, and is one that this version knows.</summary>
internal sealed class DatabaseCheck(string file) : IDoctorCheck
{
    public string Name => "database";

    public ValueTask<Finding[]> LookAsync(CancellationToken cancellationToken) => new(Task.Run(Look, cancellationToken));

    private Finding[] Look()
    {
        if (!File.Exists(file)) return [Finding.Ok($"{file} is not there yet; the first start makes it")];
        if (File.GetAttributes(file).HasFlag(FileAttributes.ReadOnly)) return [Finding.Wrong($"{file} is read-only", $"chmod u+w {file}")];
        SqliteInspection seen;
        try
        {
            seen = SqliteInspection.Of(file);
        }
        catch (StoreException failure)
        {
            return [Finding.Wrong(failure.Message, "Stop the manager and restore a backup: 'litepipeline restore FILE --data DIR'.")];
        }

        if (seen.Damage is { } damage) return [Finding.Wrong($"{file} is damaged: {damage}", "Stop the manager and restore a backup: 'litepipeline restore FILE --data DIR'.")];
        if (seen.SchemaVersion > SqliteInspection.NewestSchemaVersion)
            return [Finding.Wrong($"{file} has the schema {seen.SchemaVersion}, and this version knows {SqliteInspection.NewestSchemaVersion}: a newer LitePipeline wrote it", "Use that version.")];
        return
        [
            Finding.Ok($"{file} is whole: {ByteText.Of(seen.Bytes)}, schema {seen.SchemaVersion}{(seen.SchemaVersion < SqliteInspection.NewestSchemaVersion ? $"; the next start brings it to {SqliteInspection.NewestSchemaVersion}" : "")}"),
            .. seen.JournalMode == "wal" ? Array.Empty<Finding>() : [Finding.Warning($"its journal mode is {seen.JournalMode}, not wal", "The next start of a manager sets it, where the disk can have it.")],
        ];
    }
}
