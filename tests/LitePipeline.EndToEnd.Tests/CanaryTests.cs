using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LitePipeline.EndToEnd.Tests;

/// <summary>Secrets, passwords and tokens that are told apart from all else are given to real daemons and used; then all that these answer, log and write is searched for them.</summary>
public sealed class CanaryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-canary-");
    private readonly Dictionary<string, string> _canaries = new(StringComparer.Ordinal);
    private readonly List<string> _found = [];
    private List<string> _paths = [];
    private int _searched;

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>A value that is in nothing else, with letters that the encodings write in other ways.</summary>
    private string Canary(string what) => _canaries[what] = $"canary+{what}/\"ü\" {Convert.ToHexString(RandomNumberGenerator.GetBytes(12))}";

    private static IEnumerable<byte[]> Forms(string canary)
    {
        // What is behind the letters that are escaped is the same in clear, in JSON and in an address.
        yield return Encoding.UTF8.GetBytes(canary[^24..]);
        var bytes = Encoding.UTF8.GetBytes(canary);
        // In base64 a text looks in three ways, by where it begins; the groups at the ends depend on what is beside it.
        for (var begin = 0; begin < 3; begin++)
        {
            var shifted = Convert.ToBase64String([.. new byte[begin], .. bytes]);
            foreach (var form in (string[])[shifted, shifted.Replace('+', '-').Replace('/', '_')]) yield return Encoding.ASCII.GetBytes(form[8..^8]);
        }
    }

    private void Search(string where, ReadOnlySpan<byte> content)
    {
        _searched++;
        foreach (var (what, canary) in _canaries)
            foreach (var form in Forms(canary))
                if (content.IndexOf(form) is >= 0 and var place) _found.Add($"{what} in {where}: ...{Encoding.UTF8.GetString(content[Math.Max(0, place - 60)..Math.Min(content.Length, place + 60)])}...");
    }

    private void Search(string where, string content) => Search(where, Encoding.UTF8.GetBytes(content));

    private void SearchFiles(string folder, params string[] without)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !without.Contains(Path.GetFileName(file))))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            stream.CopyTo(content);
            Search(file, content.GetBuffer().AsSpan(0, (int)content.Length));
        }
    }

    private async Task<string> ToolAsync(string input, params string[] words)
    {
        var file = In($"input-{Guid.NewGuid():n}");
        await File.WriteAllTextAsync(file, input);
        using var tool = ToolProcess.Program("sh", _folder.FullName, ["-c", "exec \"$0\" \"$@\" < \"$IN\"".Replace("$IN", file, StringComparison.Ordinal), "litepipeline", .. words]);
        var code = await tool.ExitCodeAsync();
        File.Delete(file);
        Assert.True(code == 0, $"{string.Join(' ', words)}: {tool.Printed}");
        return tool.Output;
    }

    [Fact]
    public async Task What_is_secret_is_in_nothing_that_the_daemons_answer_log_or_write()
    {
        var (http, tcp, pages) = (ProcessCluster.FreePort(), ProcessCluster.FreePort(), ProcessCluster.FreePort());
        var (password, nodeToken) = (Canary("password"), Canary("node-token"));
        var hash = (await ToolAsync(password, "user", "hash")).Trim();
        await File.WriteAllTextAsync(In("token"), nodeToken);
        await File.WriteAllTextAsync(In("manager.yml"), $$"""
            data_path: manager
            http_port: {{http}}
            tcp_port: {{tcp}}
            node_token_file: token
            log_level: DEBUG
            log_path: manager-logs
            users:
              - {name: root, role: admin, password_hash: "{{hash}}"}
            """);
        await File.WriteAllTextAsync(In("node.yml"), $"""
            data_path: node
            name: node
            manager_tcp_port: {tcp}
            node_token_file: token
            log_level: DEBUG
            log_path: node-logs
            docker_support: true
            docker_endpoint: unix://{In("no-engine.sock")}
            docker_registry: 127.0.0.1:1
            docker_registry_user: puller
            docker_registry_password: '{Canary("registry")}'
            """);
        await File.WriteAllTextAsync(In("viewer.yml"), $"http_port: {pages}\nmanager_http_port: {http}\nlog_level: DEBUG\nlog_path: viewer-logs\n");
        var address = $"127.0.0.1:{http}";
        using var manager = await ToolProcess.ServeInAsync(_folder.FullName, "LitePipeline is ready", "manager", "-c", "manager.yml");
        using var node = await ToolProcess.ServeInAsync(_folder.FullName, "runs: 2 slots", "node", "-c", "node.yml");
        using var viewer = await ToolProcess.ServeInAsync(_folder.FullName, "viewer is ready", "viewer", "-c", "viewer.yml");
        using var client = new HttpClient { BaseAddress = new Uri($"http://{address}") };

        // Somebody fails to sign in, and somebody does.
        using (var failed = await client.PostAsJsonAsync("/api/v1/login", new { user = "root", password = Canary("mistyped") })) Assert.Equal(401, (int)failed.StatusCode);
        using (var failed = await client.PostAsJsonAsync("/api/v1/login", new { user = Canary("wrong-field"), password })) Assert.Equal(401, (int)failed.StatusCode);
        using var login = await client.PostAsJsonAsync("/api/v1/login", new { user = "root", password });
        var token = (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
        _canaries["bearer"] = token;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var stop = new CancellationTokenSource();
        var events = new MemoryStream();
        var listening = ListenAsync(client, events, stop.Token);

        // One action uses its secret, prints it, tells it and returns it; one prints it and fails.
        var secret = Canary("secret");
        string[] signed = [address, "-u", "root", "-p", password];
        Directory.CreateDirectory(In("app"));
        await File.WriteAllTextAsync(In("app/configuration.json"), """
            {"actions": [
              {"name": "use", "main": "python3 use.py"},
              {"name": "break", "main": "sh -c 'echo \"broke with $API_KEY\"; exit 3'", "condition": ["use"]}], "output_action": "use"}
            """);
        await File.WriteAllTextAsync(In("app/use.py"), $$$"""
            import base64, hashlib, json, os, sys, urllib.parse
            key = os.environ["API_KEY"]
            open({{{JsonSerializer.Serialize(In("proof"))}}}, "w").write(hashlib.sha256(key.encode()).hexdigest())
            print("in clear", key, flush=True)
            print("as json", json.dumps(key), json.dumps(key, ensure_ascii=False))
            print("in an address", urllib.parse.quote(key, safe=""))
            print("in base64", base64.b64encode(key.encode()).decode())
            print("to the other stream", key, file=sys.stderr)
            with open(sys.argv[1] + "/progress.data", "a") as progress: progress.write(json.dumps({"fraction": 0.5, "message": "with " + key}) + "\n")
            with open(sys.argv[1] + "/output.data", "w") as output: json.dump({"data": {"key": key, key: [key]}}, output)
            """);
        await ToolAsync("", "pack", "app");
        var app = JsonElement.Parse(await ToolAsync("", [.. signed, "app", "create", "-f", "app.tar.gz", "-n", "app", "--json"])).GetProperty("app_id").GetString()!;
        await ToolAsync(secret, [.. signed, "secret", "set", "-a", app, "-n", "API_KEY"]);
        Search("the tool", await ToolAsync("", [.. signed, "secret", "list", "-a", app]));
        var task = JsonElement.Parse(await ToolAsync("", [.. signed, "task", "create", "-a", app, "-n", "job", "--json"])).GetProperty("task_id").GetString()!;
        await ProcessCluster.UntilAsync(async () => (await client.GetFromJsonAsync<JsonElement>($"/api/v1/tasks/{task}")).GetProperty("task").GetProperty("state").GetProperty("stage").GetString() == "finished", "the task has finished");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))), await File.ReadAllTextAsync(In("proof")));
        var log = await client.GetStringAsync(new Uri($"/api/v1/tasks/{task}/actions/use/log", UriKind.Relative));
        Assert.StartsWith("in clear ***", log, StringComparison.Ordinal);
        Assert.Contains("broke with ***", await client.GetStringAsync(new Uri($"/api/v1/tasks/{task}", UriKind.Relative)), StringComparison.Ordinal);

        // All that can be asked for, at the manager and through the viewer.
        using var through = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{pages}"), DefaultRequestHeaders = { Authorization = client.DefaultRequestHeaders.Authorization } };
        var asked = await AskAllAsync(client, app, task) + await AskAllAsync(through, app, task);
        Assert.True(asked > 100, $"only {asked} answers were searched");
        foreach (var page in (string[])["/", "/tasks", $"/applications/{app}"]) Search($"page {page}", await through.GetStringAsync(new Uri(page, UriKind.Relative)));
        Search("audit by the tool", await ToolAsync("", [.. signed, "audit", "list"]));
        await ToolAsync("", "backup", "-c", "manager.yml", "-o", "backup.tar.gz");
        await stop.CancelAsync();
        await listening;
        Assert.Contains("action_progressed", Encoding.UTF8.GetString(events.ToArray()), StringComparison.Ordinal);
        Search("events", events.ToArray());

        // All that they have printed and written, also what only an end writes.
        node.Kill();
        manager.Kill();
        viewer.Kill();
        foreach (var (name, daemon) in ((string, ToolProcess)[])[("manager", manager), ("node", node), ("viewer", viewer)]) Search($"what the {name} printed", daemon.Printed);
        foreach (var folder in (string[])["manager", "manager-logs", "node", "node-logs", "viewer-logs"]) SearchFiles(In(folder));
        await using (var packed = new GZipStream(File.OpenRead(In("backup.tar.gz")), CompressionMode.Decompress))
        {
            using var backup = new MemoryStream();
            await packed.CopyToAsync(backup);
            Search("backup.tar.gz", backup.ToArray());
            Assert.DoesNotContain("secret-keys", Encoding.ASCII.GetString(backup.ToArray()), StringComparison.Ordinal);
        }

        Assert.True(_found.Count == 0, $"{_found.Count} canaries were found in {_searched} places:\n{string.Join('\n', _found)}");

        // And the search finds what there is: the files that hold them on purpose.
        Search("token", await File.ReadAllBytesAsync(In("token")));
        Search("node.yml", await File.ReadAllBytesAsync(In("node.yml")));
        Assert.Equal(2, _found.Count);
    }

    // Every GET that the running program lists, with what there is to ask for.
    private async Task<int> AskAllAsync(HttpClient client, string app, string task)
    {
        var asked = 0;
        var document = await client.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        // The viewer passes on what its pages call, and describes nothing.
        var paths = document.Content.Headers.ContentType?.MediaType == "application/json" ? (await document.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("paths").EnumerateObject().Where(path => path.Value.TryGetProperty("get", out _)).Select(path => path.Name).ToList() : _paths;
        _paths = paths;
        foreach (var path in paths.Where(path => path != "/api/v1/events"))
        {
            foreach (var id in (string[])(path.Contains("{id}", StringComparison.Ordinal) ? [app, task] : [""]))
            {
                foreach (var name in (string[])(path.Contains("{name}", StringComparison.Ordinal) ? ["use", "break", "API_KEY"] : [""]))
                {
                    var place = path.Replace("{id}", id, StringComparison.Ordinal).Replace("{name}", name, StringComparison.Ordinal).Replace("{number}", "1", StringComparison.Ordinal).Replace("{path}", "output.data", StringComparison.Ordinal);
                    using var answer = await client.GetAsync(new Uri($"{place}?app_id={app}&task_id={task}&history_id=1&config=true", UriKind.Relative));
                    Search($"GET {place}", Unpacked(await answer.Content.ReadAsByteArrayAsync()));
                    Search($"the headers of GET {place}", answer.Headers.ToString() + answer.Content.Headers);
                    asked++;
                }
            }
        }

        return asked;
    }

    private static byte[] Unpacked(byte[] content)
    {
        if (!content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b])) return content;
        using var unpacked = new MemoryStream();
        using var packed = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    private static async Task ListenAsync(HttpClient client, MemoryStream events, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await client.GetStreamAsync(new Uri("/api/v1/events", UriKind.Relative), cancellationToken);
            await stream.CopyToAsync(events, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // It has heard enough.
        }
    }
}
