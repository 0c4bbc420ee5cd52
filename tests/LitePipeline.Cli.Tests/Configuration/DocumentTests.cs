using System.Text.RegularExpressions;
using LitePipeline.Tests;

namespace LitePipeline.Cli.Tests.Configuration;

/// <summary>docs/configuration.md names every setting, and no other.</summary>
public partial class DocumentTests
{
    private static readonly string Document = File.ReadAllText(Solution.In("docs", "configuration.md"));

    [Theory]
    [InlineData("## Manager\n", "### users", "manager")]
    [InlineData("## Node\n", "## Viewer", "node")]
    public void Every_setting_of_a_daemon_is_in_its_table_and_known_to_it(string begin, string end, string daemon)
    {
        var part = Document[Document.IndexOf(begin, StringComparison.Ordinal)..];
        var documented = KeyOfTable().Matches(part[..part.IndexOf(end, StringComparison.Ordinal)]).SelectMany(row => Key().Matches(row.Groups[1].Value)).Select(key => key.Groups[1].Value)
            .Concat(PassedOver().Matches(part[..part.IndexOf(end, StringComparison.Ordinal)]).SelectMany(text => Key().Matches(text.Value)).Select(key => key.Groups[1].Value))
            .Order(StringComparer.Ordinal).Distinct();
        Assert.Equal(Known(daemon).Order(StringComparer.Ordinal), documented);
    }

    // A file with nothing in it: what the reader asks for is what it knows.
    private static IEnumerable<string> Known(string daemon)
    {
        using var fixture = new ConfigurationFixture();
        var settings = new Cli.Configuration.SettingsReader(Cli.Configuration.ConfigurationFile.Read(fixture.Write("data_path: d\n")));
        if (daemon == "manager") Cli.Configuration.ManagerConfiguration.Read(settings);
        else Cli.Configuration.NodeConfiguration.Read(settings);
        return settings.Known;
    }

    [GeneratedRegex(@"(?m)^\| (`[^|]*) \|")]
    private static partial Regex KeyOfTable();

    [GeneratedRegex(@"(?s)Of the original's, these mean nothing.*?\n\n")]
    private static partial Regex PassedOver();

    [GeneratedRegex("`([a-z_0-9]+)`")]
    private static partial Regex Key();
}
