using LitePipeline.Core;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;
using static LitePipeline.Samples.Tests.SampleApplication;

namespace LitePipeline.Samples.Tests.Runtimes;

/// <summary>One action of each kind that docs/runtimes.md names, in one application.</summary>
public sealed class RuntimeTests : IDisposable
{
    private static readonly string Sources = Path.Combine(Metadata("Repository"), "tests", "LitePipeline.Samples.Tests", "Runtimes");

    private readonly string _work = Directory.CreateTempSubdirectory("litepipeline-runtimes-").FullName;

    private string Application => Path.Combine(_work, "runtimes");

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Fact]
    public async Task One_action_of_each_runtime_runs_in_one_application()
    {
        (string Name, string Main, string? Env)[] actions =
        [
            ("published", "dotnet published/greeting.dll", null),
            ("host", "published/greeting", null),
            ("single", "single/greeting", null),
            ("script", "dotnet run hello.cs --", null),
            ("node", "node hello.js", null),
            ("shell", "sh hello.sh", null),
            ("binary", "./busybox sh -c 'printf \"{\\\"data\\\": {\\\"text\\\": \\\"%s\\\"}}\" \"$(./busybox readlink /proc/self/exe)\" > $0/output.data'", null),
            ("python", "python3 hello.py", null),
            ("venv", "python hello_venv.py", "venvs/venv"),
        ];
        await PackAsync(actions);
        await using var cluster = await LitePipelineTestCluster.StartAsync(options => options.SlotsPerNode = 4);
        var task = await cluster.RunAsync(await DeployFolderAsync(cluster, Application), JsonData.Parse("""{"name": "runtime"}"""));

        Assert.True(task.Task.State.Status == RunStatus.Success, task.Task.State.Message);
        foreach (var (name, _, _) in actions.Where(action => action.Name != "binary"))
            Assert.Equal("Hello, runtime!", DataOf(task, name).GetProperty("text").GetString());
        Assert.EndsWith("/runtimes/busybox", DataOf(task, "binary").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(DataOf(task, "venv").GetProperty("in_venv").GetBoolean());
    }

    private async Task PackAsync((string Name, string Main, string? Env)[] actions)
    {
        Directory.CreateDirectory(Application);
        await Task.WhenAll(
            PublishAsync(Path.Combine(Application, "published")),
            SampleApplication.RunAsync("sh", Path.Combine(Folder, "venv-python", "make_venv.sh"), Path.Combine(Application, "venvs", "venv")));
        await PublishAsync(Path.Combine(Application, "single"), "-p:PublishSingleFile=true");
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Application, "single"), "*.dll"));
        foreach (var file in (string[])["hello.js", "hello.sh", "hello.py"]) File.Copy(Path.Combine(Sources, file), Path.Combine(Application, file));
        File.Copy(Path.Combine(Folder, "script-csharp", "hello.cs"), Path.Combine(Application, "hello.cs"));
        File.Copy(Path.Combine(Folder, "venv-python", "hello.py"), Path.Combine(Application, "hello_venv.py"));
        File.Copy((await SampleApplication.RunAsync("sh", "-c", "command -v busybox")).Trim(), Path.Combine(Application, "busybox"));
        await File.WriteAllTextAsync(Path.Combine(Application, "configuration.json"), System.Text.Json.JsonSerializer.Serialize(new
        {
            actions = actions.Select(action => new { name = action.Name, main = action.Main, env = action.Env }),
            output_action = "published",
        }));
    }

    // It was built with the tests.
    private static Task<string> PublishAsync(string folder, params string[] more) => SampleApplication.RunAsync(
        "dotnet", ["publish", Path.Combine(Sources, "greeting"), "-c", Metadata("Configuration"), "--no-build", "-v", "quiet", "-nologo", "-o", folder, .. more]);
}
