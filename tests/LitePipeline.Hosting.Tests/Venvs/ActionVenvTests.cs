using LitePipeline.Core.Definitions;
using LitePipeline.Hosting.Executors;
using LitePipeline.Hosting.Tests.Node;
using LitePipeline.Hosting.Venvs;

namespace LitePipeline.Hosting.Tests.Venvs;

public sealed class ActionVenvTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Venv(string name)
    {
        var folder = Directory.CreateDirectory(_folder[name]).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "bin"));
        File.WriteAllText(Path.Combine(folder, "bin", "activate"), "");
        return folder;
    }

    private string? Find(string? env, string? venvFolder = null) => ActionVenv.FindRunnable(new ActionDefinition { Name = "a", Main = "a", Env = env }, _folder["app"], venvFolder);

    [Fact]
    public void A_path_is_one_in_the_package_and_an_id_is_the_venv_that_was_fetched()
    {
        Assert.Null(Find(null));
        Assert.Equal(Venv("app/venvs/venv"), Find("venvs/venv"));
        Assert.Equal(Venv("app/venvs/venv"), Find("venvs/venv/"));
        var fetched = Venv("fetched");
        Assert.Equal(fetched, Find(Guid.NewGuid().ToString(), fetched));
    }

    [Theory]
    [InlineData("../out", "outside")]
    [InlineData("/usr", "outside")]
    [InlineData("venvs/none", "bin/activate")]
    public void What_is_no_venv_of_the_package_is_refused(string env, string reason)
    {
        Venv("out");
        Assert.Contains(reason, Assert.Throws<ActionNotStartedException>(() => Find(env)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_venv_whose_python_is_not_here_is_refused_with_its_version()
    {
        var venv = Venv("app/venv");
        File.WriteAllText(Path.Combine(venv, "pyvenv.cfg"), "home = /nowhere/bin\nversion = 3.99.1\n");
        var failure = Assert.Throws<VenvWithoutPythonException>(() => Find("venv"));
        Assert.Contains("needs Python 3.99", failure.Message, StringComparison.Ordinal);
        Assert.Contains("/nowhere/bin", failure.Message, StringComparison.Ordinal);
    }
}
