namespace LitePipeline.EndToEnd.Tests;

public class VenvTests
{
    private static string Sample => Path.Combine(Repository.Samples, "applications", "venv-python");

    private static string Configuration(string env) =>
        $$"""{"actions": [{"name": "hello", "main": "python hello.py", "env": "{{env}}"}], "output_action": "hello"}""";

    private static async Task<string> HelloAsync(ProcessCluster cluster, string app)
    {
        var result = await cluster.AskAsync("task", "run", "-a", app, "-n", "job", "-q", "-i", """{"name": "venv"}""");
        var data = result.GetProperty("hello").GetProperty("result").GetProperty("data");
        Assert.True(data.GetProperty("in_venv").GetBoolean());
        return data.GetProperty("text").GetString()!;
    }

    /// <summary>Packs a venv whose module greets with this word.</summary>
    private static async Task<string> PackVenvAsync(ProcessCluster cluster, string word)
    {
        var venv = cluster.In("venv");
        if (!Directory.Exists(venv)) await cluster.MustAsync("sh", Path.Combine(Sample, "make_venv.sh"), venv);
        // There by two names: lib64 leads to lib.
        var module = Directory.EnumerateFiles(venv, "greetings.py", SearchOption.AllDirectories).First();
        await File.WriteAllTextAsync(module, (await File.ReadAllTextAsync(Path.Combine(Sample, "greetings.py"))).Replace("Hello", word, StringComparison.Ordinal));
        await cluster.MustAsync("litepipeline", "pack", "--venv", venv, "-o", $"{word}.tar.gz");
        return cluster.In($"{word}.tar.gz");
    }

    private static async Task<string> DeployAsync(ProcessCluster cluster, string env)
    {
        var file = await cluster.PackAsync("hello", Configuration(env), ("hello.py", await File.ReadAllTextAsync(Path.Combine(Sample, "hello.py"))));
        return (await cluster.AskAsync("app", "create", "-f", file, "-n", "hello")).GetProperty("app_id").GetString()!;
    }

    [Fact]
    public async Task A_venv_that_was_deployed_apart_has_versions_that_come_and_go_back()
    {
        using var cluster = await ProcessCluster.StartAsync();
        var venv = (await cluster.AskAsync("venv", "create", "-f", await PackVenvAsync(cluster, "Hello"), "-n", "greetings", "-d", "the first")).GetProperty("venv_id").GetString()!;
        var app = await DeployAsync(cluster, venv);
        var second = await PackVenvAsync(cluster, "Welcome");
        // The node has a copy of its own; the folder that it was made in must not be what answers.
        Directory.Delete(cluster.In("venv"), recursive: true);
        Assert.Equal("Hello, venv!", await HelloAsync(cluster, app));

        await cluster.AskAsync("venv", "update", "-v", venv, "-f", second, "-d", "the second");
        Assert.Equal("Welcome, venv!", await HelloAsync(cluster, app));
        var history = (await cluster.AskAsync("venv_history", "list", "-v", venv)).GetProperty("venv_histories").EnumerateArray().ToArray();
        Assert.Equal(["the second", "the first"], history.Select(row => row.GetProperty("description").GetString()));
        await cluster.AskAsync("venv_history", "activate", "-v", venv, "-H", history[1].GetProperty("id").GetRawText());
        Assert.Equal("Hello, venv!", await HelloAsync(cluster, app));
        await cluster.AskAsync("venv_history", "delete", "-v", venv, "-H", history[0].GetProperty("id").GetRawText());
        Assert.Equal(1, (await cluster.AskAsync("venv_history", "list", "-v", venv)).GetProperty("total").GetInt32());

        var (code, printed) = await cluster.RunAsync("venv", "delete", "-v", venv);
        Assert.True(code == 1 && printed.Contains("hello", StringComparison.Ordinal), printed);
        await cluster.AskAsync("app", "delete", "-a", app);
        await cluster.AskAsync("venv", "delete", "-v", venv);
        Assert.Equal(0, (await cluster.AskAsync("venv", "list")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_venv_in_the_package_runs_where_its_node_puts_it()
    {
        using var cluster = await ProcessCluster.StartAsync();
        var folder = Directory.CreateDirectory(cluster.In("hello")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "configuration.json"), Configuration("venvs/venv"));
        File.Copy(Path.Combine(Sample, "hello.py"), Path.Combine(folder, "hello.py"));
        await cluster.MustAsync("sh", Path.Combine(Sample, "make_venv.sh"), Path.Combine(folder, "venvs", "venv"));
        await cluster.MustAsync("litepipeline", "pack", folder, "-o", "hello.tar.gz");
        Directory.Delete(folder, recursive: true);
        var app = (await cluster.AskAsync("app", "create", "-f", cluster.In("hello.tar.gz"), "-n", "hello")).GetProperty("app_id").GetString()!;
        Assert.Equal("Hello, venv!", await HelloAsync(cluster, app));
    }
}
