using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Cli.Client;
using LitePipeline.Transport.Tcp.Tests;

namespace LitePipeline.Cli.Tests.Servers;

/// <summary>Manager, node and tool over TLS, and what changes without a restart.</summary>
public sealed partial class TlsDaemonTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-tls-daemon-");
    private readonly TestAuthority _authority = new();

    public TlsDaemonTests()
    {
        _authority.Issue("manager");
        _authority.Issue("node");
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_certificate_turns_TLS_on_for_callers_and_nodes()
    {
        Write("manager.yml", $"""
            data_path: data
            http_port: {DaemonTests.FreePort()}
            tcp_port: {DaemonTests.FreePort()}
            tls_certificate: {_authority.In("manager.pem")}
            tls_key: {_authority.In("manager.key")}
            node_authority: {_authority.File}
            """);
        using var manager = await ToolProcess.Start(_folder.FullName, "manager", "-c", "manager.yml").UntilAsync("LitePipeline is ready");
        var ready = Ready().Match(manager.Output);
        var (http, tcp) = (ready.Groups[1].Value, ready.Groups[2].Value);
        Write("node.yml", $"""
            data_path: node
            name: with-certificate
            manager_tcp_port: {tcp}
            manager_tls: true
            manager_authority: {_authority.File}
            node_certificate: {_authority.In("node.pem")}
            node_key: {_authority.In("node.key")}
            """);
        Write("plain.yml", $"data_path: plain\nname: plain\nmanager_tcp_port: {tcp}\n");
        Write("bare.yml", $"data_path: bare\nname: bare\nmanager_tcp_port: {tcp}\nmanager_tls: true\nmanager_authority: {_authority.File}\n");
        using var node = await ToolProcess.Start(_folder.FullName, "node", "-c", "node.yml").UntilAsync("Connected to the manager");
        using var plain = await ToolProcess.Start(_folder.FullName, "node", "-c", "plain.yml").UntilAsync("The manager takes TLS only");
        using var bare = await ToolProcess.Start(_folder.FullName, "node", "-c", "bare.yml").UntilAsync("takes nodes with a certificate only");

        var address = $"https://127.0.0.1:{http}";
        var nodes = JsonElement.Parse((await Ran.ToolAsync(address, "--ca", _authority.File, "cluster", "info", "--json")).Good).GetProperty("info").GetProperty("nodes");
        Assert.Equal("with-certificate", Assert.Single(nodes.EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(0, (await Ran.ToolAsync(name => name == "LITEPIPELINE_CA" ? _authority.File : null, address, "task", "list")).ExitCode);
        Assert.Contains("is not trusted", (await Ran.ToolAsync(address, "task", "list")).Error);
        Assert.Contains("write https:// before it", (await Ran.ToolAsync($"127.0.0.1:{http}", "task", "list")).Error);
        Assert.Contains("--ca is for TLS", (await Ran.ToolAsync($"127.0.0.1:{http}", "--ca", _authority.File, "task", "list")).Error);
        Assert.Contains("cannot be used", (await Ran.ToolAsync(address, "--ca", _authority.In("nowhere"), "task", "list")).Error);
    }

    [Fact]
    public async Task A_changed_certificate_is_shown_to_the_next_caller()
    {
        Write("manager.yml", $"data_path: data\nhttp_port: {DaemonTests.FreePort()}\ntcp_port: {DaemonTests.FreePort()}\ntls_certificate: {_authority.In("manager.pem")}\ntls_key: {_authority.In("manager.key")}\n");
        using var manager = await ToolProcess.Start(_folder.FullName, "manager", "-c", "manager.yml").UntilAsync("LitePipeline is ready");
        var address = $"https://127.0.0.1:{Ready().Match(manager.Output).Groups[1].Value}";
        using var other = new TestAuthority("others");
        other.Issue("manager");
        Assert.Contains("is not trusted", (await Ran.ToolAsync(address, "--ca", other.File, "task", "list")).Error);
        File.Copy(other.In("manager.pem"), _authority.In("manager.pem"), overwrite: true);
        // Between the two files nothing fits: the certificate before is still shown.
        Assert.Equal(0, (await Ran.ToolAsync(address, "--ca", _authority.File, "task", "list")).ExitCode);
        File.Copy(other.In("manager.key"), _authority.In("manager.key"), overwrite: true);
        Assert.Equal(0, (await Ran.ToolAsync(address, "--ca", other.File, "task", "list")).ExitCode);
        Assert.Contains("is not trusted", (await Ran.ToolAsync(address, "--ca", _authority.File, "task", "list")).Error);
        Assert.Contains("The changed certificate of the HTTP port cannot be used", manager.Error);
    }

    [Fact]
    public async Task The_viewer_speaks_TLS_with_its_manager_and_with_who_looks()
    {
        Write("manager.yml", $"data_path: data\nhttp_port: {DaemonTests.FreePort()}\ntcp_port: {DaemonTests.FreePort()}\ntls_certificate: {_authority.In("manager.pem")}\ntls_key: {_authority.In("manager.key")}\n");
        using var manager = await ToolProcess.Start(_folder.FullName, "manager", "-c", "manager.yml").UntilAsync("LitePipeline is ready");
        var port = DaemonTests.FreePort();
        Write("viewer.yml", $"""
            http_port: {port}
            tls_certificate: {_authority.In("manager.pem")}
            tls_key: {_authority.In("manager.key")}
            manager_http_port: {Ready().Match(manager.Output).Groups[1].Value}
            manager_tls: true
            manager_authority: trusted.pem
            """);
        File.Copy(_authority.File, Path.Combine(_folder.FullName, "trusted.pem"));
        using var viewer = await ToolProcess.Start(_folder.FullName, "viewer", "-c", "viewer.yml").UntilAsync("viewer is ready");
        using var http = ManagerHttp.Create(new ManagerAddress(new HostPort("127.0.0.1", port), UsesTls: true, _authority.File), null);
        Assert.Contains("LitePipeline", await http.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("\"nodes\"", await http.GetStringAsync(new Uri("/api/v1/cluster", UriKind.Relative)), StringComparison.Ordinal);

        // The manager's certificate is of another authority after its restart; the viewer goes on, and trusts it once its file says so.
        await manager.SignalAsync("TERM");
        using var other = new TestAuthority("others");
        other.Issue("manager");
        Write("manager.yml", (await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "manager.yml"))).Replace(_authority.In("manager"), other.In("manager"), StringComparison.Ordinal));
        using var again = await ToolProcess.Start(_folder.FullName, "manager", "-c", "manager.yml").UntilAsync("LitePipeline is ready");
        Assert.Equal(HttpStatusCode.BadGateway, (await http.GetAsync(new Uri("/api/v1/cluster", UriKind.Relative))).StatusCode);
        File.Copy(other.File, Path.Combine(_folder.FullName, "trusted.pem"), overwrite: true);
        Assert.Contains("\"nodes\"", await http.GetStringAsync(new Uri("/api/v1/cluster", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_password_counts_after_SIGHUP_and_a_mistake_changes_nothing()
    {
        var file = $"data_path: data\nhttp_port: {DaemonTests.FreePort()}\ntcp_port: {DaemonTests.FreePort()}\n";
        WriteUsers("first");
        using var manager = await ToolProcess.Start(_folder.FullName, "manager", "-c", "manager.yml").UntilAsync("LitePipeline is ready");
        var address = $"127.0.0.1:{Ready().Match(manager.Output).Groups[1].Value}";
        Assert.Equal(0, await ListAsync("first"));
        WriteUsers("second");
        Assert.Equal(0, await ListAsync("first"));
        await manager.HangUpAsync();
        await manager.UntilAsync("Read 1 users");
        Assert.Equal((1, 0), (await ListAsync("first"), await ListAsync("second")));

        Write("manager.yml", file + "users:\n  - name: ann\n");
        await manager.HangUpAsync();
        await manager.UntilAsync("The users stay as they were");
        Assert.Equal(0, await ListAsync("second"));

        void WriteUsers(string password) => Write("manager.yml", $"{file}users: [{{name: ann, password_hash: {LitePipelineUsers.HashPassword(password)}}}]\n");
        async Task<int> ListAsync(string password) => (await Ran.ToolAsync(address, "-u", "ann", "-p", password, "task", "list")).ExitCode;
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_ends_the_start_with_its_name()
    {
        Write("manager.yml", $"data_path: data\ntls_certificate: {_authority.In("nowhere.pem")}\ntcp_port: {DaemonTests.FreePort()}\nhttp_port: {DaemonTests.FreePort()}\n");
        var ran = await Ran.ToolAsync("manager", "-c", Path.Combine(_folder.FullName, "manager.yml"));
        Assert.Equal((1, ""), (ran.ExitCode, ran.Output));
        Assert.Contains("nowhere.pem", ran.Error);
        Assert.DoesNotContain("   at ", ran.Error);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    [GeneratedRegex(@"is ready: https?://127\.0\.0\.1:(\d+) \(nodes: 127\.0\.0\.1:(\d+)")]
    private static partial Regex Ready();
}
