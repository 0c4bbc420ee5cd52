using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using LitePipeline.Cli.Configuration;
using LitePipeline.Hosting.Node;

namespace LitePipeline.Cli.Tests.Configuration;

public partial class GeneratedFilesTests
{
    [Fact]
    public async Task Config_writes_three_folders_that_belong_together()
    {
        using var fixture = new ConfigurationFixture();
        var ran = await Ran.ToolAsync("config", fixture.In("all"));
        Assert.Equal(9, ran.Good.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var manager = ManagerConfiguration.Read(fixture.In("all/manager/configuration.yml"), out var managers);
        var node = NodeConfiguration.Read(fixture.In("all/node/configuration.yml"), out var nodes);
        ViewerConfiguration.Read(fixture.In("all/viewer/configuration.yml"), out var viewers);
        Assert.Empty(managers.Concat(nodes).Concat(viewers));
        Assert.Equal(48, manager.Token!.Length);
        Assert.Equal(manager.Token, node.Token);
        Assert.Equal((fixture.In("all/manager/data"), fixture.In("all/node/data")), (manager.DataPath, node.DataPath));
        Assert.Equal(fixture.In("all/manager/logs/manager.log"), manager.Logs.File);
        Assert.True(manager.Http.IsLoopback);
    }

    [Theory]
    [InlineData("config", "manager")]
    [InlineData("config", "node")]
    [InlineData("config", "viewer")]
    [InlineData("manager", "-g")]
    [InlineData("node", "-g")]
    [InlineData("viewer", "-g")]
    public async Task One_daemons_files_are_written_by_either_command_and_never_written_over(params string[] command)
    {
        using var fixture = new ConfigurationFixture();
        var name = command[0] == "config" ? command[1] : command[0];
        var ran = await Ran.ToolAsync([.. command, fixture.In("new/folder")]);
        Assert.Equal(["configuration.yml", $"litepipeline-{name}.service", $"{name}.sh"], Directory.GetFiles(fixture.In("new/folder")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("", ran.Error);
        var before = await File.ReadAllTextAsync(fixture.In("new/folder/configuration.yml"));

        var again = await Ran.ToolAsync([.. command, fixture.In("new/folder")]);
        Assert.Equal((1, ""), (again.ExitCode, again.Output));
        Assert.Contains("configuration.yml is there already and is not written over", again.Error);
        Assert.Equal(before, await File.ReadAllTextAsync(fixture.In("new/folder/configuration.yml")));
    }

    [Fact]
    public async Task A_folder_that_has_one_of_the_files_gets_none_of_them()
    {
        using var fixture = new ConfigurationFixture();
        Directory.CreateDirectory(fixture.In("all/viewer"));
        await File.WriteAllTextAsync(fixture.In("all/viewer/viewer.sh"), "mine");
        Assert.Contains("viewer.sh is there already", (await Ran.ToolAsync("config", fixture.In("all"))).Error);
        Assert.False(Directory.Exists(fixture.In("all/manager")));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task The_file_with_the_token_is_its_owners_alone_and_the_script_can_be_run()
    {
        using var fixture = new ConfigurationFixture();
        await Ran.ToolAsync("config", "manager", fixture.In("m"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(fixture.In("m/configuration.yml")));
        Assert.True(File.GetUnixFileMode(fixture.In("m/manager.sh")).HasFlag(UnixFileMode.UserExecute));
        var unit = await File.ReadAllTextAsync(fixture.In("m/litepipeline-manager.service"));
        Assert.Matches($@"(?m)^ExecStart=\S.* manager -c {Regex.Escape(fixture.In("m/configuration.yml"))}$", unit);
        Assert.Contains($"\nWorkingDirectory={fixture.In("m")}\n", unit);
    }

    [Theory]
    [InlineData("a b/it's 100%", "'", "%%")]
    public async Task Paths_with_blanks_and_signs_are_quoted_as_each_file_needs(string name, string shell, string unit)
    {
        using var fixture = new ConfigurationFixture();
        await Ran.ToolAsync("config", "manager", fixture.In(name));
        Assert.Equal(fixture.In($"{name}/data"), ManagerConfiguration.Read(fixture.In($"{name}/configuration.yml"), out _).DataPath);
        var text = await File.ReadAllTextAsync(fixture.In($"{name}/litepipeline-manager.service"));
        Assert.Contains($"-c \"{fixture.In(name).Replace("%", unit, StringComparison.Ordinal)}/configuration.yml\"\n", text);
        Assert.Contains($"cp '{fixture.In(name).Replace("'", "'\\''", StringComparison.Ordinal)}/litepipeline-manager.service{shell} /etc", text);
    }

    [Fact]
    public void What_a_generated_file_shows_as_commented_out_is_the_default()
    {
        using var fixture = new ConfigurationFixture();
        var node = fixture.Node(Uncommented("node.yml", "http_port", "docker_registry", "docker_registry_user", "docker_registry_password", "name")).Settings;
        var defaults = new NodeOptions();
        Assert.Equal((defaults.PackageCacheSize, defaults.WorkspaceMaxBytes, defaults.TimeoutGracePeriod), (node.PackageCacheSize, node.WorkspaceMaxBytes, node.TimeoutGracePeriod));
        Assert.Equal(defaults.WorkspaceMaxAge, TimeSpan.FromDays(node.WorkspaceMaxDays!.Value));
        Assert.Equal(defaults.MaxReconnectDelay, node.RetryInterval);
        var tcp = new Transport.Tcp.TcpConnectorOptions();
        Assert.Equal((tcp.HeartbeatInterval, tcp.SilenceTimeout), (node.HeartbeatInterval!.Value, node.HeartbeatTimeout!.Value));

        var manager = fixture.Manager(Uncommented("manager.yml", "users", "- name", "role", "password_hash", "connection_string", "connection_string_file", "database_schema")).Settings;
        var options = new Hosting.Manager.ManagerOptions();
        Assert.Equal((options.NodeReturnTimeout, options.StopGracePeriod), (manager.NodeReturnTimeout!.Value, manager.StopGracePeriod!.Value));
        var api = new AspNetCore.Api.LitePipelineApiOptions();
        Assert.Equal((api.TokenLifetime, api.MaxPackageSize, api.AcceptOriginalTokens), (manager.TokenLifetime!.Value, manager.MaxPackageSize!.Value, manager.AcceptOriginalTokens));
        Assert.Equal(tcp.SilenceTimeout, manager.SilenceTimeout);
    }

    // The template with its values, and with those lines that are commented out in force, but for some that show no default.
    private static string Uncommented(string template, params string[] but) => CommentedSetting().Replace(
        Template.Fill(template, new Dictionary<string, string> { ["data_path"] = "d", ["log_path"] = "l", ["node_token"] = "node_token: t" }),
        line => but.Contains(line.Groups[1].Value) ? line.Value : line.Value[2..]);

    [GeneratedRegex(@"(?m)^#\s+((?:- )?[a-z_0-9]+):.*$")]
    private static partial Regex CommentedSetting();
}
