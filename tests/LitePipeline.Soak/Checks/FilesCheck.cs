using System.Security.Cryptography;
using LitePipeline.Core.Storage;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Node;
using LitePipeline.Soak.Cluster;
using LitePipeline.Soak.Users;
using Microsoft.Data.Sqlite;

namespace LitePipeline.Soak.Checks;

/// <summary>What lies on the disks once all daemons have ended.</summary>
internal sealed class FilesCheck(SoakCluster cluster, Findings findings)
{
    private readonly HashSet<string> _packages = new(StringComparer.Ordinal);
    private HashSet<string> _artifacts = [];
    private HashSet<TaskId> _tasks = [];

    /// <summary>Asks the manager, while it runs, what there must be.</summary>
    public async Task NoteAsync(Door door, RecordCheck records)
    {
        foreach (var version in (await door.AskAsync(manager => manager.ListApplicationVersionsAsync(new ApplicationVersionQuery()))).Items) _packages.Add(version.Package.Sha256);
        (_artifacts, _tasks) = (records.Artifacts, records.Tasks);
    }

    public void Run()
    {
        CheckDatabase();
        CheckPackageStore();
        foreach (var node in cluster.Nodes) CheckNode(node.Name, Path.Combine(node.Disk.Path, "data"));
    }

    private void CheckDatabase()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(cluster.Manager.Disk.Path, "data", "manager.db")};Pooling=false");
        connection.Open();
        var integrity = Ask(connection, "pragma integrity_check");
        findings.Check(integrity is ["ok"], "database", () => $"pragma integrity_check says {string.Join("; ", integrity)}.");
        var foreign = Ask(connection, "pragma foreign_key_check");
        findings.Check(foreign.Count == 0, "database", () => $"pragma foreign_key_check says {string.Join("; ", foreign)}.");
    }

    private static List<string> Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var answers = new List<string>();
        while (rows.Read()) answers.Add(rows.GetValue(0).ToString()!);
        return answers;
    }

    private void CheckPackageStore()
    {
        var folder = Path.Combine(cluster.Manager.Disk.Path, "data", "packages");
        var files = Directory.EnumerateFiles(folder, "*.pkg", SearchOption.AllDirectories).ToDictionary(file => Path.GetFileNameWithoutExtension(file)!);
        findings.Check(files.Keys.ToHashSet().IsSupersetOf(_packages.Union(_artifacts)), "packages", () => $"Of {_packages.Count} packages and {_artifacts.Count} artifacts {_packages.Union(_artifacts).Except(files.Keys).Count()} are gone.");
        findings.Check(_packages.Union(_artifacts).ToHashSet().IsSupersetOf(files.Keys), "packages", () => $"Nobody has a use for {string.Join(", ", files.Keys.Except(_packages).Except(_artifacts))}.");
        foreach (var (sha256, file) in files)
            findings.Check(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) == sha256, "packages", () => $"{file} is not what its name says.");
        var half = Directory.EnumerateFiles(Path.Combine(folder, "incoming")).ToList();
        findings.Check(half.Count == 0, "packages", () => $"Half-written packages are left: {string.Join(", ", half)}.");
    }

    private void CheckNode(string name, string data)
    {
        var outbox = File.ReadAllBytes(Path.Combine(data, "outbox.log"));
        var (held, length) = OutboxJournal.Read(outbox);
        findings.Check(length == outbox.Length, "outbox", () => $"{name}'s outbox has {outbox.Length} bytes, of which {length} are whole records.");
        findings.Check(held.Count == 0, "outbox", () => $"{name} holds results that nobody has acknowledged: {string.Join(", ", held.Keys)}.");
        var cached = Directory.EnumerateFileSystemEntries(Path.Combine(data, "packages")).Select(Path.GetFileName).ToList();
        findings.Check(cached.All(folder => _packages.Contains(folder!)), "cache", () => $"{name} keeps what is no package of ours: {string.Join(", ", cached.Where(folder => !_packages.Contains(folder!)))}.");
        foreach (var empty in new[] { "running", "removing" }.Select(folder => Path.Combine(data, folder)).Where(Directory.Exists))
            findings.Check(!Directory.EnumerateFileSystemEntries(empty).Any(), "node", () => $"{name} has left {string.Join(", ", Directory.EnumerateFileSystemEntries(empty).Take(5))}.");
        foreach (var workspace in Workspaces(Path.Combine(data, "workspaces")))
            findings.Check(_tasks.Contains(workspace), "workspace", () => $"{name} has a workspace of {workspace}, which is no task.");
    }

    private static IEnumerable<TaskId> Workspaces(string root) =>
        from day in Directory.Exists(root) ? Directory.EnumerateDirectories(root) : []
        where Path.GetFileName(day) != "services"
        from folder in Directory.EnumerateDirectories(day)
        select new TaskId(Guid.Parse(Path.GetFileName(folder)));
}
