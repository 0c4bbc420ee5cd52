using LitePipeline.AspNetCore.Users;
using LitePipeline.Hosting.Executors.Docker;
using Microsoft.Extensions.Logging;

namespace LitePipeline.Cli.Tests.Configuration;

public class SettingsTests
{
    private static readonly string Hash = LitePipelineUsers.HashPassword("secret");

    [Fact]
    public void All_that_is_wrong_is_told_at_once_with_its_line()
    {
        using var fixture = new ConfigurationFixture();
        Assert.Equal(
            [
                "FILE: data_path is missing; give the folder for all that is kept.",
                "FILE:3: tcp_port is '99999'; give a port, 1 to 65535.",
                "FILE:4: max_buffer_size is 'much'; give a number of bytes.",
                "FILE:5: log_level is 'LOUD'; give one of NOSET, DEBUG, INFO, WARNING, ERROR, CRITICAL.",
            ],
            fixture.Problems("# a comment\nhttp_port: 8000\ntcp_port: 99999\nmax_buffer_size: much\nlog_level: LOUD\n"));
    }

    [Theory]
    [InlineData("acton_slots: 2", "FILE:2: acton_slots is not known; did you mean action_slots? Rename or remove it.")]
    [InlineData("manager_tcp_prot: 2", "FILE:2: manager_tcp_prot is not known; did you mean manager_tcp_port? Rename or remove it.")]
    [InlineData("ActionSlots: 2", "FILE:2: ActionSlots is not known; did you mean action_slots? Rename or remove it.")]
    [InlineData("action_slots: 0", "FILE:2: action_slots is '0'; give a whole number from 1 to 100000.")]
    [InlineData("action_slots: [1]", "FILE:2: action_slots is a list or has lines of its own; give one value.")]
    [InlineData("docker_support: perhaps", "FILE:2: docker_support is 'perhaps'; give true or false.")]
    [InlineData("limit_processes: maybe", "FILE:2: limit_processes is 'maybe'; give true or false.")]
    [InlineData("control_group: litepipeline", "FILE:2: control_group is 'litepipeline'; give a path that begins with a slash and has none at its end, such as /litepipeline.")]
    [InlineData("docker_pull: sometimes", "FILE:2: docker_pull is 'sometimes'; give one of if_missing, always, never.")]
    [InlineData("heartbeat_timeout: soon", "FILE:2: heartbeat_timeout is 'soon'; give seconds from 0.03 to 3600.")]
    [InlineData("http_port: -1", "FILE:2: http_port is '-1'; give a port, 1 to 65535, or 0 for none.")]
    [InlineData("workspace_max_days: -1", "FILE:2: workspace_max_days is '-1'; give days, or 0 for ever.")]
    public void A_wrong_line_is_named_with_what_to_give(string line, string problem)
    {
        using var fixture = new ConfigurationFixture();
        Assert.Equal([problem], fixture.NodeProblems($"data_path: d\n{line}\n"));
    }

    [Fact]
    public void A_key_that_is_only_unknown_is_warned_of()
    {
        using var fixture = new ConfigurationFixture();
        Assert.EndsWith(":2: colour_of_the_rack is not known and is passed over.", Assert.Single(fixture.Node("data_path: d\ncolour_of_the_rack: blue\n").Warnings));
    }

    [Theory]
    [InlineData("a: [", "FILE:2: this is not YAML: ")]
    [InlineData("just text", "FILE: this is no list of settings; write 'key: value' lines.")]
    [InlineData("data_path: a\ndata_path: b", "FILE:2: this is not YAML: ")]
    public void What_is_no_configuration_is_refused(string text, string problem)
    {
        using var fixture = new ConfigurationFixture();
        Assert.StartsWith(problem, fixture.NodeProblems(text)[0]);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named() =>
        Assert.Contains("-c/--config: Could not find file '/nowhere.yml'", (await Ran.ToolAsync("node", "-c", "/nowhere.yml")).Error);

    [Fact]
    public void A_relative_path_begins_at_the_file()
    {
        using var fixture = new ConfigurationFixture();
        var settings = fixture.Node("data_path: ./data\nlog_path: logs\n").Settings;
        Assert.Equal((fixture.In("data"), fixture.In("logs/node.log")), (settings.DataPath, settings.Logs.File));
    }

    [Theory]
    [InlineData("DEBUG", LogLevel.Debug)]
    [InlineData("info", LogLevel.Information)]
    [InlineData("NOSET", LogLevel.Information)]
    [InlineData("ERROR", LogLevel.Error)]
    [InlineData("CRITICAL", LogLevel.Critical)]
    public void Levels_have_the_originals_names(string name, LogLevel level)
    {
        using var fixture = new ConfigurationFixture();
        Assert.Equal(level, fixture.Node($"data_path: d\nlog_level: {name}\n").Settings.Logs.Level);
    }

    [Fact]
    public void A_node_says_where_its_containers_run()
    {
        using var fixture = new ConfigurationFixture();
        var docker = fixture.Node("data_path: d\ndocker_support: yes\ndocker_endpoint: tcp://10.0.0.1:2375\ndocker_registry: r:5000\ndocker_pull: always\n").Settings.Docker;
        Assert.Equal(("tcp://10.0.0.1:2375", "r:5000", ImagePullPolicy.Always), (docker!.Endpoint, docker.Registry, docker.Pull));
    }

    [Fact]
    public void Nodes_from_other_machines_need_a_token()
    {
        using var fixture = new ConfigurationFixture();
        Assert.StartsWith("FILE:2: tcp_host is 0.0.0.0, which other machines may reach, and neither node_token nor node_token_file nor node_authority is set: anybody could join as a node.", Assert.Single(fixture.Problems("data_path: d\ntcp_host: 0.0.0.0\n")));
        Assert.StartsWith("FILE:2: tcp_host is", Assert.Single(fixture.Problems($"data_path: d\ntcp_host: 0.0.0.0\nusers: [{{name: a, password_hash: {Hash}}}]\n")));
        Assert.Equal("t", fixture.Manager("data_path: d\ntcp_host: 0.0.0.0\nnode_token: t\n").Settings.Token);
        Assert.Null(fixture.Manager("data_path: d\ntcp_host: 127.0.0.1\n").Settings.Token);
    }

    [Fact]
    public void Users_have_a_hash_and_a_role()
    {
        using var fixture = new ConfigurationFixture();
        var (settings, warnings) = fixture.Manager($"data_path: d\nusers:\n  - name: ann\n    role: viewer\n    password_hash: {Hash}\n  - name: bob\n    password_hash: {Hash}\n");
        Assert.Empty(warnings);
        Assert.Equal([("ann", UserRole.Viewer), ("bob", UserRole.Admin)], settings.Users.Select(user => (user.Name, user.Role)));
        Assert.Equal(Hash, settings.Users[0].ToUser(acceptOriginalTokens: true).PasswordHash);
        Assert.Null(settings.Users[0].ToUser(acceptOriginalTokens: true).PasswordMd5);
    }

    [Fact]
    public void A_password_in_clear_is_hashed_and_serves_old_clients_only_where_these_are_let_in()
    {
        using var fixture = new ConfigurationFixture();
        var user = fixture.Manager("data_path: d\nusers: [{name: ann, password: secret}]").Settings.Users.Single();
        Assert.StartsWith("AQAAAA", user.ToUser(acceptOriginalTokens: false).PasswordHash);
        Assert.Null(user.ToUser(acceptOriginalTokens: false).PasswordMd5);
        Assert.Equal("5ebe2294ecd0e0f08eab7690d2a6ee69", user.ToUser(acceptOriginalTokens: true).PasswordMd5);
    }

    [Theory]
    [InlineData("store: oracle", "FILE:2: store is 'oracle'; give one of sqlite, postgres.")]
    [InlineData("store: postgres", "FILE:2: store is postgres, and neither connection_string nor connection_string_file says where it is; give one, such as connection_string: Host=db.example.org;Database=litepipeline;Username=litepipeline.")]
    [InlineData("connection_string: Host=a", "FILE:2: connection_string is for PostgreSQL, and store is sqlite; add 'store: postgres', or remove connection_string.")]
    [InlineData("connection_string_file: a\nconnection_string: Host=a\nstore: postgres", "FILE:2: connection_string_file and connection_string do not go together; give one.")]
    public void A_store_that_is_not_told_whole_is_refused(string lines, string problem)
    {
        using var fixture = new ConfigurationFixture();
        Assert.Equal([problem], fixture.Problems($"data_path: d\n{lines}\n"));
    }

    [Fact]
    public void A_state_in_PostgreSQL_is_told_by_a_file_beside_the_configuration()
    {
        using var fixture = new ConfigurationFixture();
        var read = fixture.Manager("data_path: d\nstore: postgres\nconnection_string_file: secret/db\ndatabase_schema: mine\n").Settings.Postgres!;
        Assert.EndsWith("secret/db", read.ConnectionStringFile, StringComparison.Ordinal);
        Assert.Equal((null, "mine"), (read.ConnectionString, read.Schema));
    }

    [Theory]
    [InlineData("{name: ann}", "the user 'ann' has no password; give password_hash, which 'litepipeline user hash' prints.")]
    [InlineData("{name: ann, password: x, password_hash: y}", "the user 'ann' has both password and password_hash; give password_hash, which 'litepipeline user hash' prints.")]
    [InlineData("{name: ann, password_hash: secret}", "the password_hash of 'ann' is no hash of a password; give what 'litepipeline user hash' prints.")]
    [InlineData("{name: ann, password: x, role: king}", "the user 'ann' has the role 'king'; give one of admin, operator, viewer.")]
    [InlineData("{name: ann, password: x, rle: admin}", "the user 'ann' has the key 'rle', which is not known; give name, password, password_hash, password_md5, role.")]
    [InlineData("{name: ann, password: x}, {name: ann, password: y}", "users has 'ann' twice; remove one.")]
    [InlineData("{name: 'a:b', password: x}", "a user's name is 'a:b'; give one without a colon, control characters or blanks around it.")]
    [InlineData("{password: x}", "a user has no name; give one.")]
    [InlineData("{name: ann, password: x, password_md5: zz}", "the password_md5 of 'ann' is no MD5; give the second line of 'litepipeline user hash --original'.")]
    [InlineData("ann", "users has an item that is no 'key: value' lines.")]
    public void A_wrong_user_is_named(string users, string problem)
    {
        using var fixture = new ConfigurationFixture();
        Assert.Contains($"FILE:2: {problem}", fixture.Problems($"data_path: d\nusers: [{users}]\n"));
    }

    [Fact]
    public void A_hash_under_the_key_for_a_clear_password_is_noticed()
    {
        using var fixture = new ConfigurationFixture();
        Assert.Contains("FILE:2: the password of 'ann' is a hash; name the key password_hash.", fixture.Problems($"data_path: d\nusers: [{{name: ann, password: {Hash}}}]\n"));
    }
}
