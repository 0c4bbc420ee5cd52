using LitePipeline.Cli.Tests.Servers;
using LitePipeline.Transport.Tcp.Tests;

namespace LitePipeline.Cli.Tests.Doctor;

public sealed class NodeFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-doctor-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_way_to_the_manager_is_gone_as_the_node_goes_it()
    {
        var (http, tcp) = (DaemonTests.FreePort(), DaemonTests.FreePort());
        (await LookAsync($"manager_tcp_port: {tcp}")).Has("address", "wrong", $"nothing listens on 127.0.0.1:{tcp}", "Start the manager");
        (await LookAsync("manager_tcp_host: nowhere.invalid")).Has("address", "wrong", "the name nowhere.invalid has no address");

        await File.WriteAllTextAsync(In("m.yml"), $"data_path: data\nhttp_port: {http}\ntcp_port: {tcp}\nnode_token: right\n");
        using var manager = await ToolProcess.Start(_folder.FullName, "manager", "-c", "m.yml").UntilAsync("LitePipeline is ready");
        (await LookAsync($"manager_tcp_port: {tcp}\nnode_token: right")).Has("manager", "ok", "lets this node in");
        (await LookAsync($"manager_tcp_port: {tcp}\nnode_token: wrong")).Has("manager", "wrong", "token", "Give what the manager asks for");
        (await LookAsync($"manager_tcp_port: {tcp}\nmanager_tls: true")).Has("manager", "wrong", "TLS with the manager", "manager_tls");
        (await LookAsync($"manager_tcp_port: {http}\nnode_token: right")).Has("manager", "wrong", "is the manager's port for nodes");
        // It has only knocked: no node has joined.
        (await Findings.OfAsync($"127.0.0.1:{http}", "doctor")).Has("nodes", "wrong", "no node is connected");
    }

    [Fact]
    public async Task A_manager_whose_certificate_is_not_trusted_is_named()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority("others");
        authority.Issue("manager");
        var tcp = DaemonTests.FreePort();
        await File.WriteAllTextAsync(In("m.yml"), $"data_path: data\nhttp_port: {DaemonTests.FreePort()}\ntcp_port: {tcp}\ntls_certificate: {authority.In("manager.pem")}\ntls_key: {authority.In("manager.key")}\n");
        using var manager = await ToolProcess.Start(_folder.FullName, "manager", "-c", "m.yml").UntilAsync("LitePipeline is ready");
        (await LookAsync($"manager_tcp_port: {tcp}\nmanager_tls: true\nmanager_authority: {authority.File}")).Has("manager", "ok", "by TLS").Has("manager_authority", "ok");
        (await LookAsync($"manager_tcp_port: {tcp}\nmanager_tls: true\nmanager_authority: {other.File}")).Has("manager", "wrong", "TLS with the manager");
        (await LookAsync($"manager_tcp_port: {tcp}\nmanager_tls: true\nmanager_authority: {authority.File}\nmanager_name: elsewhere")).Has("manager", "wrong", "manager_name");
        (await LookAsync($"manager_tcp_port: {tcp}\nmanager_tls: true\nmanager_authority: {In("m.yml")}")).Has("manager_authority", "wrong", "cannot be used");
    }

    [Theory]
    [InlineData("package_cache_size: 1000000000000000", "free space", "warning", "package_cache_size lets", "Give less in package_cache_size")]
    [InlineData("workspace_max_bytes: 1000000000000000", "free space", "warning", "workspace_max_bytes lets")]
    [InlineData("docker_support: true\ndocker_endpoint: unix:///nowhere.sock", "docker", "wrong", "unix:///nowhere.sock does not answer", "docker_support: false")]
    [InlineData("control_group: /nowhere", "limits", "warning", "there is no control group", "control_group")]
    [InlineData("acton_slots: 2", "configuration", "wrong", "did you mean action_slots")]
    public async Task A_setting_that_cannot_be_is_named(string line, string check, string state, params string[] words) => (await LookAsync(line)).Has(check, state, words);

    [Fact]
    public async Task A_venv_without_its_Python_and_a_machine_without_any_are_named()
    {
        Directory.CreateDirectory(In("node/packages/abc/tools/bin"));
        await File.WriteAllTextAsync(In("node/packages/abc/tools/pyvenv.cfg"), "home = /nowhere/bin\nversion = 3.99.1\n");
        (await LookAsync("name: n")).Has("python", "ok", "python3 is Python 3").Has("python", "warning", In("node/packages/abc/tools"), "does not find its Python");
        using var tool = ToolProcess.Run("bash", _folder.FullName, ["-c", "dotnet=$(command -v dotnet); PATH=/nowhere exec \"$dotnet\" \"$0\" doctor node n.yml --json", ToolProcess.Assembly]);
        Findings.Of(await tool.ExitAsync(), tool.Output).Has("python", "warning", "there is no python3");
    }

    private async Task<Findings> LookAsync(string lines)
    {
        await File.WriteAllTextAsync(In("n.yml"), $"data_path: node\n{lines}\n");
        return await Findings.OfAsync("doctor", "node", In("n.yml"));
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
