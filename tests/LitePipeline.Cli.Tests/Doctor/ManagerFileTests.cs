using System.Net;
using System.Net.Sockets;
using LitePipeline.Cli.Tests.Servers;
using LitePipeline.Transport.Tcp.Tests;
using Microsoft.Data.Sqlite;

namespace LitePipeline.Cli.Tests.Doctor;

/// <summary>Each thing is broken for real, and must be named.</summary>
public sealed class ManagerFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-doctor-");
    private readonly string _ports = $"http_port: {DaemonTests.FreePort()}\ntcp_port: {DaemonTests.FreePort()}\n";

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_config_writes_is_found_good_and_people_get_a_table()
    {
        _ = (await Ran.ToolAsync("config", "manager", In("m"))).Good;
        var file = In("m/configuration.yml");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("http_port: 8000", "http_port: 0", StringComparison.Ordinal));
        var text = await File.ReadAllLinesAsync(file);
        await File.WriteAllLinesAsync(file, text.Where(line => !line.StartsWith("http_port", StringComparison.Ordinal) && !line.StartsWith("tcp_port", StringComparison.Ordinal)).Concat(_ports.Split('\n')));
        var found = await Findings.OfAsync("doctor", "manager", file);
        Assert.Equal(0, found.ExitCode);
        Assert.Empty(found.NotOk);
        found.Has("http_port", "ok", "is free").Has("secrets", "ok", "configuration.yml").Has("time zones", "ok", "are known").Has("open files", "ok");

        var table = (await Ran.ToolAsync("doctor", "manager", file)).Good;
        Assert.Matches(@"(?m)^  check +state +finding +mend", table);
        Assert.Matches(@"(?m)^  database +ok +.*the first start makes it", table);
        Assert.Contains("findings, nothing wrong", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_that_runs_is_looked_through_without_a_word_from_it()
    {
        using var up = await ToolProcess.Start(_folder.FullName, "manager", "-c", Write($"data_path: data\n{_ports}")).UntilAsync("LitePipeline is ready");
        (await LookAsync()).Has("http_port", "ok", "in use by process", "litepipeline.dll manager", "the service runs")
            .Has("database", "ok", "is whole", "schema").Has("file system", "ok").Has("free space", "ok").Has("backup", "ok", "none is known");

        // A backup by the tool is known from then on, and how old it is.
        _ = (await Ran.ToolAsync("backup", "--data", In("data"), "-o", In("b.tar.gz"))).Good;
        (await LookAsync()).Has("backup", "ok", "the last one is of");
        await File.WriteAllTextAsync(In("data/last-backup"), "2026-01-02T03:04:05Z");
        var old = (await LookAsync()).Has("backup", "warning", "2026-01-02 03:04", $"litepipeline backup --data {In("data")}");
        Assert.Equal(0, old.ExitCode);
        Assert.Equal(1, (await Ran.ToolAsync("doctor", "manager", In("m.yml"), "--strict")).ExitCode);
    }

    [Theory]
    [InlineData("http_prot: 8000", "configuration", "wrong", "did you mean http_port")]
    [InlineData("token_lifetime: soon", "configuration", "wrong", "m.yml:4", "give seconds from")]
    [InlineData("colour: blue", "configuration", "warning", "is not known and is passed over")]
    [InlineData("http_host: 0.0.0.0", "users", "wrong", "no users are configured")]
    [InlineData("http_host: 192.0.2.1", "http_port", "wrong", "nothing can listen on 192.0.2.1")]
    [InlineData("http_host: nowhere.invalid", "http_port", "wrong", "nowhere.invalid is no address of this machine")]
    [InlineData("node_token_file: tokens", "node_token_file", "wrong", "tokens cannot be used")]
    [InlineData("tls_certificate: nowhere.pem", "tls_certificate", "wrong", "nowhere.pem cannot be used")]
    [InlineData("log_path: m.yml", "log_path", "wrong", "m.yml is a file")]
    public async Task A_wrong_setting_is_named(string line, string check, string state, params string[] words)
    {
        var found = await Findings.OfAsync("doctor", "manager", Write($"data_path: data\n{_ports}{line}\n"));
        found.Has(check, state, words);
        Assert.Equal(state == "wrong" ? 1 : 0, found.ExitCode);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named_and_what_does_not_hang_on_it_is_told()
    {
        var found = (await Findings.OfAsync("doctor", "manager", In("none.yml"))).Has("configuration", "wrong", "Could not find file").Has("time zones", "ok");
        Assert.Equal(1, found.ExitCode);
    }

    [Fact]
    public async Task Who_has_taken_a_port_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        (await Findings.OfAsync("doctor", "manager", Write($"data_path: data\nhttp_port: {port}\n")))
            .Has("http_port", "wrong", $"127.0.0.1:{port} is in use by process {Environment.ProcessId}", "give another port in http_port");
    }

    [Fact]
    public async Task A_secret_that_others_can_read_is_named_with_what_to_type()
    {
        Write($"data_path: data\n{_ports}node_token_file: tokens\n");
        await File.WriteAllTextAsync(In("tokens"), "one\ntwo\n");
        await ChmodAsync("644", In("tokens"));
        (await LookAsync()).Has("secrets", "warning", "others than its owner", $"chmod 600 {In("tokens")}").Has("node_token_file", "ok", "2 tokens");
        await ChmodAsync("600", In("tokens"));
        (await LookAsync()).Has("secrets", "ok", In("tokens"));
    }

    [Fact]
    public async Task A_database_that_is_damaged_newer_or_read_only_is_named()
    {
        Write($"data_path: data\n{_ports}");
        Directory.CreateDirectory(In("data"));
        await File.WriteAllTextAsync(In("data/manager.db"), new string('x', 8192));
        (await LookAsync()).Has("database", "wrong", "is damaged", "litepipeline restore");

        File.Delete(In("data/manager.db"));
        Sql("create table schema_version (version integer not null primary key)", "insert into schema_version values (9000)");
        (await LookAsync()).Has("database", "wrong", "has the schema 9000", "a newer LitePipeline wrote it");
        Sql("update schema_version set version = 1");
        (await LookAsync()).Has("database", "ok", "schema 1; the next start brings it to").Has("database", "warning", "its journal mode is delete");

        // Some pages are gone.
        Sql("create table t (a text, b text)", "create index i on t (a, b)", "with recursive n (x) as (values (1) union all select x + 1 from n where x < 300) insert into t select hex(randomblob(200)), x from n");
        await using (var file = new FileStream(In("data/manager.db"), FileMode.Open))
        {
            file.Position = file.Length / 2 / 4096 * 4096;
            file.Write(new byte[3 * 4096]);
        }

        (await LookAsync()).Has("database", "wrong", "is damaged");
        File.SetAttributes(In("data/manager.db"), FileAttributes.ReadOnly);
        (await LookAsync()).Has("database", "wrong", "is read-only", "chmod u+w");
    }

    [Fact]
    public async Task A_part_of_the_data_on_another_disk_is_named()
    {
        Write($"data_path: data\n{_ports}");
        Directory.CreateDirectory(In("data"));
        Directory.CreateSymbolicLink(In("data/packages"), "/dev/shm");
        (await LookAsync()).Has("file system", "wrong", "packages lies on /dev/shm");
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_has_ended_or_is_for_another_name_or_key_is_named()
    {
        using var authority = new TestAuthority();
        Write($"data_path: data\n{_ports}tls_certificate: {authority.In("manager.pem")}\ntls_key: {authority.In("manager.key")}\nnode_authority: {authority.File}\n");
        authority.Issue("manager", days: 25);
        (await LookAsync()).Has("tls_certificate", "ok", "CN=manager is good until").Has("tls_certificate", "ok", "is for 127.0.0.1")
            .Has("tls_certificate", "ok", "CN=tests, is not one that this machine trusts", "--ca").Has("node_authority", "ok", "CN=tests");
        authority.Issue("manager", days: 5);
        (await LookAsync()).Has("tls_certificate", "warning", "CN=manager ends on");
        authority.Issue("manager", days: 0);
        (await LookAsync()).Has("tls_certificate", "wrong", "CN=manager has ended on");
        authority.Issue("other", keyFile: "manager.key");
        (await LookAsync()).Has("tls_certificate", "wrong", "cannot be used");

        authority.Issue("manager", days: 25);
        Write($"data_path: data\n{_ports}http_host: localhost\ntls_certificate: {authority.In("manager.pem")}\ntls_key: {authority.In("manager.key")}\n");
        (await LookAsync()).Has("tls_certificate", "warning", "the certificate is not for localhost");
    }

    [Fact]
    public async Task A_machine_without_files_or_time_zones_to_speak_of_is_named()
    {
        using var tool = ToolProcess.Run("bash", _folder.FullName, ["-c", "ulimit -n 512; TZDIR=/nowhere exec dotnet \"$0\" doctor manager m.yml --json", ToolProcess.Assembly]);
        Write($"data_path: data\n{_ports}");
        var code = await tool.ExitAsync();
        Findings.Of(code, tool.Output).Has("open files", "warning", "at most 512", "LimitNOFILE").Has("time zones", "warning", "Europe/Berlin", "tzdata");
    }

    private Task<Findings> LookAsync() => Findings.OfAsync("doctor", "manager", In("m.yml"));

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private string Write(string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(In("m.yml"), options);
        file.Write(text);
        return In("m.yml");
    }

    private static async Task ChmodAsync(string mode, string path)
    {
        using var chmod = ToolProcess.Run("chmod", "/", [mode, path]);
        Assert.Equal(0, await chmod.ExitAsync());
    }

    private void Sql(params string[] statements)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = In("data/manager.db"), Pooling = false }.ToString());
        connection.Open();
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }
}
