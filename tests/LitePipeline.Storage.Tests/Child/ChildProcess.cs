using System.Diagnostics;
using LitePipeline.Storage.Postgres;
using LitePipeline.Storage.Sqlite;
using LitePipeline.Storage.Tests.Samples;

namespace LitePipeline.Storage.Tests.Child;

/// <summary>This assembly as a process of its own.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardInput) = (true, true);
        _process = Process.Start(start)!;
    }

    private static string Assembly => typeof(ChildProcess).Assembly.Location;

    public static ChildProcess Start(string what, string file, SqliteDurability durability = SqliteDurability.ProcessCrash) =>
        new(new ProcessStartInfo("dotnet", [Assembly, what, file, durability.ToString()]));

    /// <summary>Starts it on a schema of PostgreSQL, to commit.</summary>
    public static ChildProcess StartOn(PostgresStoreOptions options) => new(new ProcessStartInfo("dotnet", [Assembly, "commit-to-postgres", options.ConnectionString, options.Schema]));

    /// <summary>Starts it with a small disk of its own at a folder; the disk is gone with the process.</summary>
    public static ChildProcess StartOnSmallDisk(string what, string folder, string size)
    {
        const string script = """mount -t tmpfs -o "size=$3" small "$2" && exec dotnet "$0" "$1" "$2/state.db" PowerLoss""";
        return new ChildProcess(new ProcessStartInfo("unshare", ["--map-root-user", "--mount", "sh", "-c", script, Assembly, what, folder, size]));
    }

    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Limit.Time);

    /// <summary>The rest of what it printed, once it has ended.</summary>
    public async Task<string[]> ReadToEndAsync() =>
        (await _process.StandardOutput.ReadToEndAsync().WaitAsync(Limit.Time)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Limit.Time);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
