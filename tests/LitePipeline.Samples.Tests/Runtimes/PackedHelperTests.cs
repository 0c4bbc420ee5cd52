using System.IO.Compression;
using LitePipeline.Core;
using LitePipeline.Core.Tasks;
using LitePipeline.TestCluster;
using static LitePipeline.Samples.Tests.SampleApplication;

namespace LitePipeline.Samples.Tests.Runtimes;

/// <summary>The Python module as authors get it: from the NuGet package.</summary>
public sealed class PackedHelperTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("litepipeline-helper-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Fact]
    public async Task The_module_of_the_package_works_beside_an_actions_scripts()
    {
        var project = Path.Combine(Metadata("Repository"), "LitePipeline.Helper");
        await SampleApplication.RunAsync("dotnet", "pack", project, "-c", Metadata("Configuration"), "--no-build", "-v", "quiet", "-nologo", "-o", _work);
        var package = Path.Combine(_work, "package");
        await ZipFile.ExtractToDirectoryAsync(Directory.EnumerateFiles(_work, "LitePipeline.Helper.*.nupkg").Single(), package);
        var scripts = Path.Combine(package, "python");
        Assert.Equal(
            ["litepipeline_helper/__init__.py", "litepipeline_helper/models/__init__.py", "litepipeline_helper/models/action.py"],
            Directory.EnumerateFiles(scripts, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(scripts, file).Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(package, "*.py", SearchOption.AllDirectories).Except(Directory.EnumerateFiles(scripts, "*.py", SearchOption.AllDirectories)));

        var application = Path.Combine(_work, "application");
        Copy(scripts, application);
        var gate = Path.Combine(_work, "gate");
        await File.WriteAllTextAsync(Path.Combine(application, "tell.py"), $$"""
            import os, time
            from litepipeline_helper import Action

            workspace, task = Action.get_input()
            Action.report_progress(0.25, "3 of 12 months")
            while not os.path.exists("{{gate}}"):
                time.sleep(0.02)
            Action.set_output({"doubled": task["n"] * 2})
            """);
        await File.WriteAllTextAsync(Path.Combine(application, "configuration.json"), """{"actions": [{"name": "tell", "main": "python3 tell.py"}], "output_action": "tell"}""");

        await using var cluster = await LitePipelineTestCluster.StartAsync();
        var submitted = await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(await DeployFolderAsync(cluster, application), "task", JsonData.Parse("""{"n": 21}""")));
        await LitePipelineTestCluster.UntilAsync(
            async () => (await cluster.Manager.GetTaskAsync(submitted)).Live is { Running: [{ Progress: { Fraction: 0.25, Message: "3 of 12 months" } }] }, "its progress is told");
        await File.WriteAllTextAsync(gate, "");
        var ended = await cluster.Manager.WaitForTaskAsync(submitted);
        Assert.True(ended.Task.State.Status == RunStatus.Success, ended.Task.State.Message);
        Assert.Equal(42, DataOf(ended, "tell").GetProperty("doubled").GetInt32());
    }
}
