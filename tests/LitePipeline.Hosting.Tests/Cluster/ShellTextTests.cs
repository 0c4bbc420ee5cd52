using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;
using LitePipeline.Hosting.Packages;
using LitePipeline.Hosting.Tests.Node;
using LitePipeline.TestCluster;

namespace LitePipeline.Hosting.Tests.Cluster;

/// <summary>Every text of a task that could become a shell's, as an attacker would choose it; all of it runs for real.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public class ShellTextTests
{
    // A folder may be called so, and an action.
    private const string Evil = "-rf $(touch executed) `touch executed`; touch executed & touch executed | 'a' \"b\" > executed ~ #";
    private const string EvilLines = Evil + "\ntouch executed\n";

    private const string Script = """
        import json, os, sys
        given = json.load(open(os.path.join(sys.argv[1], 'input.data')))
        json.dump({'data': {'arguments': sys.argv[2:], 'action': os.environ['LITEPIPELINE_ACTION'], 'venv': os.environ.get('VENV', ''), 'name': os.path.basename(sys.argv[0]),
            'given': given['given'], 'keys': sorted(given), 'before': given.get(os.environ['BEFORE'], {}).get('action')}}, open(os.path.join(sys.argv[1], 'output.data'), 'w'))
        open(os.path.join(sys.argv[1], os.environ['BEFORE']), 'w').write('an artifact')
        """;

    private static string Json(string text) => JsonSerializer.Serialize(text);

    private static async Task<MemoryStream> PackAsync(TemporaryFolder folder)
    {
        var app = Directory.CreateDirectory(folder[Evil]).FullName;
        var venv = Directory.CreateDirectory(Path.Combine(app, "venvs", Evil, "bin")).FullName;
        await File.WriteAllTextAsync(Path.Combine(venv, "activate"), "export VENV=active\n");
        await File.WriteAllTextAsync(Path.Combine(app, Evil + ".py"), Script);
        await File.WriteAllTextAsync(Path.Combine(app, "python.sh"), $"export BEFORE={Quoted(Evil)}\nexec python3 \"$@\"\n");
        var main = Json($"bash python.sh {Quoted("./" + Evil + ".py")}");
        await File.WriteAllTextAsync(Path.Combine(app, PackageArchive.ConfigurationFile), $$"""
            {"actions": [
                {"name": {{Json(Evil)}}, "main": {{main}}, "artifacts": ["*touch*"], "target_env": {"evil": {{Json(Evil)}} } },
                {"name": {{Json(Evil + "2")}}, "main": {{main}}, "condition": [{{Json(Evil)}}], "env": {{Json("venvs/" + Evil)}}}],
             "output_action": {{Json(Evil + "2")}}}
            """);
        var package = new MemoryStream();
        await PackageBuilder.PackFolderAsync(app, package);
        package.Position = 0;
        return package;
    }

    // As a user writes it who wants a word that no shell looks into.
    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [Fact]
    public async Task Nothing_that_a_user_names_is_executed_or_taken_for_an_option()
    {
        using var folder = new TemporaryFolder();
        await using var cluster = await LitePipelineTestCluster.StartAsync(o => o.ConfigureNode = node => node.Labels["evil"] = Evil);
        var application = await cluster.Manager.CreateApplicationAsync(new CreateApplicationRequest(Evil, PackageFormat.TarGz, EvilLines), await PackAsync(folder));
        var input = JsonData.From(new Dictionary<string, object> { ["given"] = EvilLines, [EvilLines] = EvilLines });
        var task = await cluster.Manager.WaitForTaskAsync(await cluster.Manager.SubmitTaskAsync(new SubmitTaskRequest(application, Evil, input)));

        Assert.True(task.Task.State.Status == RunStatus.Success, $"{task.Task.State.Message} {string.Join(' ', task.Actions.Select(action => action.Failure?.Message))}");
        foreach (var (name, before, venv) in new[] { (Evil, null, ""), (Evil + "2", Evil, "active") })
        {
            var data = task.Actions.Single(action => action.Name == name).Result.ToElement().GetProperty("data");
            Assert.Equal(["--nodaemon"], data.GetProperty("arguments").EnumerateArray().Select(argument => argument.GetString()));
            Assert.Equal((name, venv, Evil + ".py", EvilLines, before), (data.GetProperty("action").GetString(), data.GetProperty("venv").GetString(), data.GetProperty("name").GetString(), data.GetProperty("given").GetString(), data.GetProperty("before").GetString()));
            Assert.Contains(EvilLines, data.GetProperty("keys").EnumerateArray().Select(key => key.GetString()));
        }

        var executed = new EnumerationOptions { RecurseSubdirectories = true };
        Assert.Empty(Directory.GetFileSystemEntries(cluster.Folder, "executed", executed));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path, "executed", executed));
        Assert.False(File.Exists(Path.Combine(Environment.CurrentDirectory, "executed")));
    }
}
