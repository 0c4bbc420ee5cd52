using LitePipeline.Core.Packages;
using LitePipeline.Hosting.Packages;

namespace LitePipeline.Cli.Tests.Packing;

public sealed class PackTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-pack-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private string Application(string configuration = """{"actions": [{"name": "first", "main": "sh run.sh"}], "output_action": "first"}""")
    {
        Directory.CreateDirectory(In("report/data"));
        File.WriteAllText(In("report/configuration.json"), configuration);
        File.WriteAllText(In("report/run.sh"), "cat data/words");
        File.WriteAllText(In("report/data/words"), "packed words");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(In("report/run.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (!Path.Exists(In("report/link"))) File.CreateSymbolicLink(In("report/link"), "data/words");
        return In("report");
    }

    [Theory]
    [InlineData("report.tar.gz", "tar.gz")]
    [InlineData("report.zip", "zip")]
    public async Task A_package_of_a_folder_is_deployed_and_run(string file, string format)
    {
        await using var tool = await ToolHost.StartAsync();
        var packed = await Ran.ToolAsync("pack", Application(), "-o", In(file), "--format", format);
        Assert.Matches($@"^\S+{file} \([\d,]+ bytes, version [0-9a-f]{{40}}\)\n$", packed.Good);
        Assert.Equal("", packed.Error);
        var app = await tool.ValueAsync("app_id", "app", "create", "-f", In(file), "-n", "report");
        Assert.Contains(await tool.ValueAsync("app_info.sha1", "app", "info", "-a", app), packed.Output);
        Assert.Contains("first | packed words\n", (await tool.RunAsync("task", "run", "-a", app, "-n", "job")).Error);
    }

    [Theory]
    [InlineData(PackageFormat.TarGz)]
    [InlineData(PackageFormat.Zip)]
    public async Task A_package_keeps_modes_and_links_and_has_the_same_bytes_each_time(PackageFormat format)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        var (first, second) = (new MemoryStream(), new MemoryStream());
        await PackageBuilder.PackFolderAsync(Application(), format, first);
        await PackageBuilder.PackFolderAsync(Application(), format, second);
        Assert.Equal(first.ToArray(), second.ToArray());
        first.Position = 0;
        var top = await PackageArchive.UnpackAsync(first, format, In("unpacked"));
        Assert.Equal("report", Path.GetFileName(top));
        Assert.True(File.GetUnixFileMode(Path.Combine(top, "run.sh")).HasFlag(UnixFileMode.UserExecute));
        Assert.False(File.GetUnixFileMode(Path.Combine(top, "configuration.json")).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal("data/words", new FileInfo(Path.Combine(top, "link")).LinkTarget);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_configuration_is_told_with_its_place_and_nothing_is_written()
    {
        var ran = await Ran.ToolAsync("pack", Application("""{"actions": [{"name": "first", "mian": "x"}, {"name": "second", "main": "sh -c 'open"}], "output_action": "third"}"""), "-o", In("x.zip"));
        Assert.Equal((1, ""), (ran.ExitCode, ran.Output));
        Assert.Contains("configuration.json: $.actions[0].mian: ", ran.Error);
        Assert.Contains("configuration.json: $.output_action: ", ran.Error);
        Assert.False(File.Exists(In("x.zip")));
        Assert.Contains("configuration.json: $.actions[0].main: is no command line: ",
            (await Ran.ToolAsync("pack", Application("""{"actions": [{"name": "first", "main": "sh -c 'open"}], "output_action": "first"}"""), "-o", In("x.zip"))).Error);
    }

    [Fact]
    public async Task What_will_not_be_found_when_it_runs_is_warned_of()
    {
        var ran = await Ran.ToolAsync("pack", Application("""
            {"actions": [{"name": "first", "main": "python first.py -v"}, {"name": "second", "main": "./second", "env": "venvs/venv"}, {"name": "third", "main": "sh run.sh"}, {"name": "fourth", "main": "date"}],
             "output_action": "first"}
            """), "-o", In("x.zip"));
        Assert.Equal("""
            Warning: The action 'first' runs 'python first.py -v', but there is no file 'first.py' in the folder.
            Warning: The action 'second' runs './second', but there is no file 'second' in the folder.
            Warning: The action 'second' has the env 'venvs/venv', but there is no file 'venvs/venv/bin/activate' in the folder.

            """, ran.Error);
        Assert.Equal(0, ran.ExitCode);
    }

    [Fact]
    public async Task A_folder_that_is_none_or_no_application_is_refused()
    {
        Assert.Contains("There is no folder 'nothing'.", (await Ran.ToolAsync("pack", "nothing")).Error);
        Directory.CreateDirectory(In("empty"));
        Assert.Contains("'empty' has no configuration.json, which says what its actions are.", (await Ran.ToolAsync("pack", In("empty"))).Error);
        Assert.Contains("'empty' has no bin/activate", (await Ran.ToolAsync("pack", "--venv", In("empty"))).Error);
    }

    [Theory]
    [InlineData("report/x.zip", "lies in the folder that is packed")]
    [InlineData("x.rar", "whose ending does not tell the format; give a name that ends in .tar.gz or .zip.")]
    [InlineData("no/such/folder/x.zip", "cannot be written")]
    public async Task A_file_that_cannot_be_the_package_is_refused(string file, string why)
    {
        var ran = await Ran.ToolAsync("pack", Application(), "-o", In(file));
        Assert.NotEqual(0, ran.ExitCode);
        Assert.Contains(why, ran.Error);
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public async Task A_link_that_leads_out_is_refused_as_the_manager_refuses_it()
    {
        File.CreateSymbolicLink(Path.Combine(Application(), "out"), "/etc/passwd");
        var ran = await Ran.ToolAsync("pack", In("report"), "-o", In("x.zip"));
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("'report/out' points to '/etc/passwd', outside of the package", ran.Error);
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public async Task A_venv_is_packed_and_deployed()
    {
        using var made = ToolProcess.Run("python3", _folder.FullName, ["-m", "venv", "--without-pip", "tools"]);
        Assert.Equal(0, await made.ExitAsync());
        await using var tool = await ToolHost.StartAsync(options => options.Nodes = 0);
        Assert.Contains("tools.tar.gz", (await Ran.ToolAsync("pack", "--venv", In("tools"), "-o", In("tools.tar.gz"))).Good);
        var venv = await tool.ValueAsync("venv_id", "venv", "create", "-f", In("tools.tar.gz"), "-n", "tools");
        Assert.Equal("tools", await tool.ValueAsync("venvs.0.name", "venv", "list", "-v", venv));
    }
}
