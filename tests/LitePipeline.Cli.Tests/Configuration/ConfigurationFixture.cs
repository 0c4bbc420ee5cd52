using LitePipeline.Cli.Configuration;
using LitePipeline.Cli.Servers;

namespace LitePipeline.Cli.Tests.Configuration;

/// <summary>A configuration.yml in a folder of its own.</summary>
internal sealed class ConfigurationFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-config-");

    public string Folder => _folder.FullName;

    public string In(string name) => Path.Combine(Folder, name);

    public string Write(string text)
    {
        var file = In("configuration.yml");
        File.WriteAllText(file, text);
        return file;
    }

    public (ManagerSettings Settings, IReadOnlyList<string> Warnings) Manager(string text)
    {
        var settings = ManagerConfiguration.Read(Write(text), out var warnings);
        return (settings, warnings);
    }

    public (NodeSettings Settings, IReadOnlyList<string> Warnings) Node(string text)
    {
        var settings = NodeConfiguration.Read(Write(text), out var warnings);
        return (settings, warnings);
    }

    /// <summary>What is wrong with a manager's file, without the file's name.</summary>
    public string[] Problems(string text) => Problems(() => Manager(text));

    /// <summary>What is wrong with a node's file, without the file's name.</summary>
    public string[] NodeProblems(string text) => Problems(() => Node(text));

    public void Dispose() => _folder.Delete(recursive: true);

    private string[] Problems(Action read)
    {
        var refused = Assert.Throws<ToolException>(read);
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        return [.. refused.Message.Split('\n').Select(line => line.Replace(In("configuration.yml"), "FILE", StringComparison.Ordinal))];
    }
}
