using LitePipeline.Hosting.Tests.Node;
using LitePipeline.Hosting.Venvs;

namespace LitePipeline.Hosting.Tests.Venvs;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class VenvRelocationTests : IDisposable
{
    private const string Missing = "/nowhere/bin/python3";

    private readonly TemporaryFolder _folder = new();
    private readonly string _venv;
    private readonly string _bin;

    public VenvRelocationTests()
    {
        _venv = _folder["venv"];
        _bin = Directory.CreateDirectory(Path.Combine(_venv, "bin")).FullName;
    }

    public void Dispose() => _folder.Dispose();

    private string Python(string name, string content = "\u007fELF")
    {
        var path = Path.Combine(Directory.CreateDirectory(_folder["machine"]).FullName, name);
        File.WriteAllText(path, content);
        return path;
    }

    private void Write(string name, string text, bool executable = false)
    {
        var path = Path.Combine(_venv, name);
        File.WriteAllText(path, text);
        if (executable) File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(_venv, name));

    private void Link(string name, string target) => File.CreateSymbolicLink(Path.Combine(_bin, name), target);

    private string? Target(string name) => new FileInfo(Path.Combine(_bin, name)).LinkTarget;

    private void Move() => VenvRelocation.Move(_venv, "/final", new PythonFinder([_folder["none"], _folder["machine"]]));

    private PyvenvConfig Config => new(Read("pyvenv.cfg"));

    [Fact]
    public void Scripts_and_activation_name_the_new_folder_and_keep_their_modes()
    {
        Write("pyvenv.cfg", "home = /usr/bin\n");
        Write("bin/activate", "VIRTUAL_ENV=\"/old\"\nexport VIRTUAL_ENV\n");
        Write("bin/activate.fish", "set -gx VIRTUAL_ENV \"/old\"\n");
        Write("bin/pip", "#!/old/bin/python3\nimport pip\n", executable: true);
        Write("bin/other", "#!/bin/sh\necho /old\n", executable: true);
        Move();
        Assert.Equal("VIRTUAL_ENV='/final'\nexport VIRTUAL_ENV\n", Read("bin/activate"));
        Assert.Equal("set -gx VIRTUAL_ENV '/final'\n", Read("bin/activate.fish"));
        Assert.Equal("#!/final/bin/python3\nimport pip\n", Read("bin/pip"));
        Assert.Equal("#!/bin/sh\necho /old\n", Read("bin/other"));
        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(Path.Combine(_bin, "pip")));
    }

    [Fact]
    public void A_link_that_leads_nowhere_leads_to_this_machines_python_of_the_same_version()
    {
        var python = Python("python3.11");
        Write("pyvenv.cfg", "home = /nowhere/bin\nversion = 3.11.7\nexecutable = /nowhere/bin/python3.11\ncommand = /nowhere/bin/python3 -m venv /old\n");
        Link("python3", Missing);
        Link("python", "python3");
        Link("python3.11", "python3");
        Move();
        Assert.Equal((python, "python3", "python3"), (Target("python3"), Target("python"), Target("python3.11")));
        Assert.Equal($"home = {_folder["machine"]}\nversion = 3.11.7\nexecutable = {python}\ncommand = /nowhere/bin/python3 -m venv /old\n", Read("pyvenv.cfg"));
        Assert.True(VenvPython.IsHere(_venv, Config));
    }

    [Fact]
    public void A_python_of_another_version_is_none()
    {
        Python("python3.12");
        File.CreateSymbolicLink(_folder["machine/python3"], "python3.12");
        Write("pyvenv.cfg", $"home = {_folder["machine"]}\nversion_info = 3.11.7.final.0\n");
        Link("python3", _folder["machine/python3"]);
        Move();
        Assert.Equal(_folder["machine/python3"], Target("python3"));
        Assert.False(VenvPython.IsHere(_venv, Config));
        var python = Python("python3.11");
        Move();
        Assert.Equal(python, Target("python3"));
        Assert.True(VenvPython.IsHere(_venv, Config));
    }

    [Fact]
    public void A_script_of_a_version_manager_is_not_taken_for_python()
    {
        Python("python3.11", "#!/bin/sh\nexec pyenv\n");
        Write("pyvenv.cfg", "home = /nowhere/bin\nversion = 3.11.7\n");
        Link("python3", Missing);
        Move();
        Assert.Equal(Missing, Target("python3"));
        Assert.False(VenvPython.IsHere(_venv, Config));
    }

    [Fact]
    public void A_python_that_is_where_the_venv_says_stays()
    {
        var python = Python("python3.11");
        Python("python3.12");
        var config = $"home = {_folder["machine"]}\nversion = 3.11.7\n";
        Write("pyvenv.cfg", config);
        Link("python3", python);
        Move();
        Assert.Equal((python, config), (Target("python3"), Read("pyvenv.cfg")));
    }

    [Fact]
    public void A_copied_python_finds_the_rest_of_it_on_this_machine()
    {
        Python("python3.11");
        Write("pyvenv.cfg", "home = /nowhere/bin\r\nversion = 3.11.7\r\n");
        Write("bin/python3", "\u007fELF copy", executable: true);
        Move();
        Assert.Equal($"home = {_folder["machine"]}\r\nversion = 3.11.7\r\n", Read("pyvenv.cfg"));
        Assert.Equal("\u007fELF copy", Read("bin/python3"));
    }

    [Fact]
    public void Nothing_is_written_through_a_link()
    {
        const string Script = "VIRTUAL_ENV=\"/old\"\n";
        File.WriteAllText(_folder["outside"], Script);
        File.WriteAllText(_folder["tool"], "#!/old/bin/python3\n");
        Write("pyvenv.cfg", "home = /usr/bin\n");
        Link("activate.csh", _folder["outside"]);
        Link("tool", _folder["tool"]);
        Write("bin/activate", Script);
        Move();
        Assert.Equal(Script, File.ReadAllText(_folder["outside"]));
        Assert.Equal("#!/old/bin/python3\n", File.ReadAllText(_folder["tool"]));

        var linked = Directory.CreateDirectory(_folder["linked"]).FullName;
        Directory.CreateSymbolicLink(Path.Combine(linked, "bin"), _bin);
        Write("bin/activate", Script);
        VenvRelocation.Move(linked, "/final", new PythonFinder([]));
        Assert.Equal(Script, Read("bin/activate"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("VIRTUAL_ENV=$(pwd)\n")]
    public void A_venv_that_finds_itself_stays_as_it_is(string activate)
    {
        Write("bin/activate", activate);
        Write("bin/tool", "#!/old/bin/python3\n");
        Move();
        Assert.Equal((activate, "#!/old/bin/python3\n"), (Read("bin/activate"), Read("bin/tool")));
    }
}
