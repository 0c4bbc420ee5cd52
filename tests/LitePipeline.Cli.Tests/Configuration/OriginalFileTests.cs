using LitePipeline.AspNetCore.Users;
using LitePipeline.Cli.Client;
using LitePipeline.Cli.Configuration;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Cli.Tests.Configuration;

/// <summary>Files with every key that the original's have, as its tools generate them.</summary>
public class OriginalFileTests
{
    [Fact]
    public void A_managers_file_is_read_as_it_is()
    {
        using var fixture = new ConfigurationFixture();
        var (settings, warnings) = fixture.Manager("""
            log_level: NOSET
            log_path: /srv/manager/logs
            http_host: 0.0.0.0
            http_port: 8000
            tcp_host: 0.0.0.0
            tcp_port: 6001
            users:
              - name: admin
                password: secret
            ldfs_http_host: null
            ldfs_http_port: null
            ldfs_user: admin
            ldfs_password: admin
            max_buffer_size: 1073741824
            scheduler_interval: 1
            venv_store: local.tar.gz
            app_store: local.zip
            docker_registry: null
            data_path: /srv/manager/data
            """);
        Assert.Equal("/srv/manager/data", settings.DataPath);
        Assert.Equal((new HostPort("0.0.0.0", 8000), new HostPort("0.0.0.0", 6001)), (settings.Http, settings.Tcp));
        Assert.Equal((LogLevel.Information, "/srv/manager/logs/manager.log"), (settings.Logs.Level, settings.Logs.File));
        Assert.Equal(1L << 30, settings.MaxPackageSize);
        var user = Assert.Single(settings.Users);
        Assert.Equal(("admin", UserRole.Admin, "secret"), (user.Name, user.Role, user.Password));
        Assert.Collection(warnings,
            warning => Assert.Contains(":5: node_token is not set: nodes join with the password of 'admin'", warning),
            warning => Assert.Contains(":7: the password of 'admin' can be read in this file. Put password_hash in place of password: 'litepipeline user hash' prints it.", warning),
            warning => Assert.EndsWith("these settings mean nothing here and are passed over: scheduler_interval (nothing here waits for a timer).", warning));
    }

    [Fact]
    public void A_nodes_file_is_read_as_it_is()
    {
        using var fixture = new ConfigurationFixture();
        var (settings, warnings) = fixture.Node("""
            log_level: WARNING
            log_path: /srv/node/logs
            http_host: 0.0.0.0
            http_port: 8001
            manager_http_host: 192.168.1.10
            manager_http_port: 8000
            manager_tcp_host: 192.168.1.10
            manager_tcp_port: 6001
            manager_user: admin
            manager_password: secret
            heartbeat_interval: 1
            heartbeat_timeout: 30
            retry_interval: 5
            executor_interval: 1
            action_slots: 2
            gpu: null
            docker_support: false
            data_path: /srv/node/data
            """);
        Assert.Equal(("/srv/node/data", 2, new HostPort("192.168.1.10", 6001), new HostPort("0.0.0.0", 8001)), (settings.DataPath, settings.Slots, settings.Manager, settings.Http));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5)), (settings.HeartbeatInterval, settings.HeartbeatTimeout, settings.RetryInterval));
        Assert.Equal(LogLevel.Warning, settings.Logs.Level);
        Assert.Null(settings.Docker);
        Assert.EndsWith("passed over: manager_http_host (packages come over the node's own connection), manager_http_port (the same), executor_interval (nothing here waits for a timer).", Assert.Single(warnings));
    }

    [Fact]
    public void A_node_joins_by_the_user_and_password_that_both_files_name()
    {
        using var fixture = new ConfigurationFixture();
        var manager = fixture.Manager("data_path: d\ntcp_host: 0.0.0.0\nusers: [{name: admin, password: secret}]").Settings;
        Assert.Equal(manager.Token, fixture.Node("data_path: d\nmanager_user: admin\nmanager_password: secret").Settings.Token);
        Assert.NotEqual(manager.Token, fixture.Node("data_path: d\nmanager_user: admin\nmanager_password: other").Settings.Token);
        Assert.NotEqual(manager.Token, fixture.Node("data_path: d\nmanager_user: other\nmanager_password: secret").Settings.Token);
        Assert.DoesNotContain("secret", manager.Token);
        Assert.Equal("t", fixture.Node("data_path: d\nmanager_user: admin\nmanager_password: secret\nnode_token: t").Settings.Token);
    }

    [Fact]
    public void A_viewers_file_is_read()
    {
        using var fixture = new ConfigurationFixture();
        var file = fixture.Write("""
            log_level: NOSET
            log_path: /srv/viewer/logs
            http_host: 0.0.0.0
            http_port: 8088
            manager_http_host: 192.168.1.10
            manager_http_port: 8000
            manager_user: admin
            manager_password: admin
            data_path: /srv/viewer/data
            """);
        var settings = ViewerConfiguration.Read(file, out _);
        Assert.Equal(("0.0.0.0:8088", "192.168.1.10:8000", "/srv/viewer/logs/viewer.log"), (settings.Http.ToString(), settings.Manager.ToString(), settings.Logs.File));
    }

    [Theory]
    [InlineData("app_store: ldfs.zip", "FILE:2: app_store is ldfs.zip, but this version keeps applications in its data folder only; give local.tar.gz or local.zip. Either takes packages of both formats.")]
    [InlineData("venv_store: ldfs.tar.gz", "FILE:2: venv_store is ldfs.tar.gz, but this version keeps venvs in its data folder only; give local.tar.gz or local.zip. Either takes packages of both formats.")]
    [InlineData("app_store: s3", "FILE:2: app_store is 's3'; give one of local.tar.gz, local.zip, ldfs.zip, ldfs.tar.gz.")]
    public void A_store_that_this_version_has_not_is_refused(string line, string problem)
    {
        using var fixture = new ConfigurationFixture();
        Assert.Equal([problem], fixture.Problems($"data_path: d\n{line}\n"));
    }

    [Fact]
    public void What_this_version_does_not_do_is_warned_of()
    {
        using var fixture = new ConfigurationFixture();
        Assert.Contains("this version does not keep packages in LiteDFS", Assert.Single(fixture.Manager("data_path: d\nldfs_http_host: 10.0.0.1\nldfs_http_port: 9000\n").Warnings));
        Assert.Equal(1, fixture.Node("data_path: d\ngpu: true\n").Settings.Gpu);
    }

    [Fact]
    public void The_password_that_everyone_knows_is_warned_of()
    {
        using var fixture = new ConfigurationFixture();
        Assert.Contains(fixture.Manager("data_path: d\nusers: [{name: admin, password: admin}]").Warnings, warning => warning.Contains("is the one that every installation of the original begins with", StringComparison.Ordinal));
    }
}
