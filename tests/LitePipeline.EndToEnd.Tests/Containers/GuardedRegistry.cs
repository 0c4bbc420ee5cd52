using System.Diagnostics;
using System.Net.Sockets;

namespace LitePipeline.EndToEnd.Tests.Containers;

/// <summary>A registry of a test's own that asks who pulls and pushes.</summary>
internal sealed class GuardedRegistry : IDisposable
{
    public const string User = "puller", Password = "right-horse";

    // The password, as bcrypt has it.
    private const string Line = "puller:$2y$05$abcdefghijklmnopqrstuukAGqk1114ICnhl6dLOh9a3Ti/e0h/ma";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-registry-");
    private readonly Process _process;

    public GuardedRegistry()
    {
        Address = $"127.0.0.1:{ProcessCluster.FreePort()}";
        File.WriteAllText(In("htpasswd"), Line + "\n");
        File.WriteAllText(In("registry.yml"), $$"""
            version: 0.1
            log: {level: error}
            storage:
              filesystem:
                rootdirectory: {{In("images")}}
            http: {addr: "{{Address}}"}
            auth:
              htpasswd:
                realm: test
                path: {{In("htpasswd")}}
            """);
        _process = Process.Start(new ProcessStartInfo("docker-registry", ["serve", In("registry.yml")]))!;
    }

    /// <summary>Where it answers.</summary>
    public string Address { get; }

    /// <summary>Puts the engine's busybox into it under a name that the engine then does not have.</summary>
    public async Task PushAsync(string name)
    {
        await ProcessCluster.UntilAsync(AnswersAsync, "the registry answers");
        string[] engine = ["--config", _folder.FullName, "-H", $"unix://{TestEngine.Socket}"];
        await TestEngine.RunAsync("docker", [.. engine, "login", "-u", User, "-p", Password, Address]);
        await TestEngine.RunAsync("tag", $"{TestEngine.Registry}/busybox:latest", $"{Address}/{name}");
        await TestEngine.RunAsync("docker", [.. engine, "push", "-q", $"{Address}/{name}"]);
        await TestEngine.RunAsync("rmi", $"{Address}/{name}");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", int.Parse(Address.Split(':')[1], null));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
