using System.Collections.Immutable;
using LitePipeline.AspNetCore.Users;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Doctor.Subjects;
using LitePipeline.Cli.Tests.Servers;
using LitePipeline.Core.Definitions;
using LitePipeline.Transport.Tcp.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace LitePipeline.Cli.Tests.Doctor;

public sealed class RunningManagerTests
{
    [Fact]
    public async Task A_good_cluster_is_found_good_and_what_waits_for_no_node_is_named()
    {
        await using var tool = await ToolHost.StartAsync();
        var good = await Findings.OfAsync(tool.Address, "doctor");
        Assert.Equal(0, good.ExitCode);
        Assert.Empty(good.NotOk);
        good.Has("manager", "ok", "answers: healthy").Has("clock", "ok").Has("sign-in", "ok", "has no users").Has("version", "ok").Has("nodes", "ok", "0 of").Has("waiting", "ok", "0 wait for a slot, 0 run");

        var app = await tool.AppAsync(new ActionDefinition { Name = "only", Main = "true", TargetEnv = new TargetEnvironment { Labels = ImmutableDictionary<string, string>.Empty.Add("disk", "ssd") } });
        await tool.TaskAsync(app);
        await tool.TaskAsync(app);
        var waits = (await Findings.OfAsync(tool.Address, "doctor")).Has("waiting", "warning", "and 1 more wait", "disk", "Start a node that has what is asked for");
        Assert.Equal(0, waits.ExitCode);

        var node = await tool.ValueAsync("info.nodes.0.node_id", "cluster", "info");
        await tool.AskAsync("node", "drain", "-n", node);
        (await Findings.OfAsync(tool.Address, "doctor")).Has("nodes", "warning", "all nodes drain", "node resume").Has("nodes", "ok", "drains");
    }

    [Fact]
    public async Task A_clock_that_is_off_is_named()
    {
        await using var tool = await ToolHost.StartAsync(o => o.Nodes = 0);
        Assert.Contains("warning: the manager's clock is ahead of the one here by 1", await LookAsync(TimeSpan.FromSeconds(-15)));
        Assert.Contains("wrong: the manager's clock is behind of the one here by 3,", await LookAsync(TimeSpan.FromHours(1)));

        async Task<string> LookAsync(TimeSpan off)
        {
            using var running = new RunningManager(ManagerAddress.TryParse(tool.Address)!, null, new FakeTimeProvider(TimeProvider.System.GetUtcNow() + off));
            var found = await running.Examination().RunAsync(default).SingleAsync(one => one.Check == "clock");
            return $"{found.Finding.State.ToString().ToLowerInvariant()}: {found.Finding.Text}";
        }
    }

    [Fact]
    public async Task Who_is_not_let_in_is_told_why()
    {
        var folder = Directory.CreateTempSubdirectory("litepipeline-doctor-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "m.yml"), $"data_path: data\nhttp_port: {DaemonTests.FreePort()}\ntcp_port: {DaemonTests.FreePort()}\nusers: [{{name: ann, password_hash: {LitePipelineUsers.HashPassword("secret")}}}]\n");
            using var manager = await ToolProcess.Start(folder.FullName, "manager", "-c", "m.yml").UntilAsync("LitePipeline is ready");
            var address = System.Text.RegularExpressions.Regex.Match(manager.Output, @"127\.0\.0\.1:\d+").Value;
            (await Findings.OfAsync(address, "doctor")).Has("sign-in", "wrong", "nobody is named", "LITEPIPELINE_USER");
            (await Findings.OfAsync(address, "-u", "ann", "-p", "wrong", "doctor")).Has("sign-in", "wrong", "ann is not let in");
            (await Findings.OfAsync(address, "-u", "ann", "-p", "secret", "doctor")).Has("sign-in", "ok", "ann is admin");
            (await Findings.OfAsync($"https://{address}", "doctor")).Has("tls", "wrong", "does not speak TLS", "without https://");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task What_is_wrong_with_a_certificate_is_told_at_once()
    {
        using var authority = new TestAuthority();
        authority.Issue("manager", days: 25);
        var folder = Directory.CreateTempSubdirectory("litepipeline-doctor-");
        try
        {
            var http = DaemonTests.FreePort();
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "m.yml"), $"data_path: data\nhttp_port: {http}\ntcp_port: {DaemonTests.FreePort()}\ntls_certificate: {authority.In("manager.pem")}\ntls_key: {authority.In("manager.key")}\n");
            using var manager = await ToolProcess.Start(folder.FullName, "manager", "-c", "m.yml").UntilAsync("LitePipeline is ready");
            (await Findings.OfAsync($"https://127.0.0.1:{http}", "--ca", authority.File, "doctor")).Has("tls", "ok", "CN=manager is good until").Has("manager", "ok");
            (await Findings.OfAsync($"https://localhost:{http}", "doctor")).Has("tls", "wrong", "is not for localhost").Has("tls", "wrong", "CN=tests, is not trusted here", "--ca");
            (await Findings.OfAsync($"https://127.0.0.1:{http}", "--ca", authority.In("nowhere"), "doctor")).Has("tls", "wrong", "nowhere cannot be used");
            (await Findings.OfAsync($"127.0.0.1:{http}", "doctor")).Has("manager", "wrong", "write https://");
            authority.Issue("manager", days: 0);
            (await Findings.OfAsync($"https://127.0.0.1:{http}", "--ca", authority.File, "doctor")).Has("tls", "wrong", "CN=manager has ended on");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Another_program_at_the_address_or_another_version_is_named()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        await using var app = builder.Build();
        var isManager = false;
        app.MapGet("/api/v1/health", () => isManager ? Results.Content("""{"status": "healthy", "checks": {}}""", "application/json") : Results.NotFound());
        app.MapGet("/api/v1/me", () => Results.Content("""{"user": null, "role": "admin"}""", "application/json"));
        app.MapGet("/cluster/info", () => Results.Content("""{"result": "ok", "version": "9.9.9", "info": {}}""", "application/json"));
        app.MapGet("/api/v1/cluster", () => Results.Content("""{"nodes": [], "running": [], "pending": [], "pending_count": 0}""", "application/json"));
        await app.StartAsync();
        var address = new Uri(app.Urls.First()).Authority;
        (await Findings.OfAsync(address, "doctor")).Has("manager", "wrong", "answers 404", "Give the manager's HTTP port");
        isManager = true;
        (await Findings.OfAsync(address, "doctor")).Has("version", "warning", "the manager is 9.9.9", "Install the same version").Has("nodes", "wrong", "no node is connected");
    }

    [Fact]
    public async Task A_viewer_is_looked_through_with_its_way_to_the_manager()
    {
        await using var tool = await ToolHost.StartAsync(o => o.Nodes = 0);
        var file = tool.In("viewer.yml");
        await File.WriteAllTextAsync(file, $"http_port: {DaemonTests.FreePort()}\nmanager_http_port: {tool.Address.Split(':')[1]}\n");
        (await Findings.OfAsync("doctor", "viewer", file)).Has("http_port", "ok", "is free").Has("manager", "ok", "answers: healthy").Has("clock", "ok");
        await File.WriteAllTextAsync(file, "manager_http_port: 1\n");
        (await Findings.OfAsync("doctor", "viewer", file)).Has("address", "wrong", "nothing listens on 127.0.0.1:1");
    }
}
