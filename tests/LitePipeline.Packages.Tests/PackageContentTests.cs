using System.IO.Compression;
using System.Xml.Linq;

namespace LitePipeline.Packages.Tests;

/// <summary>What is in each package beside its assembly.</summary>
[Collection(PackedCollection.Name)]
public class PackageContentTests(PackedFiles packed)
{
    [Theory]
    [InlineData("LitePipeline.Core")]
    [InlineData("LitePipeline.Hosting")]
    [InlineData("LitePipeline.Storage")]
    [InlineData("LitePipeline.Transport.Tcp")]
    [InlineData("LitePipeline.AspNetCore")]
    [InlineData("LitePipeline.Helper")]
    [InlineData("LitePipeline.TestCluster")]
    public void A_package_has_its_documentation_its_licence_its_icon_and_symbols_that_lead_to_the_sources(string name)
    {
        using var package = ZipFile.OpenRead(packed.Package(name));
        var files = package.Entries.Select(entry => entry.FullName).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string> { "README.md", "icon.png", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml" }, files);
        var metadata = Metadata(package);
        Assert.Equal("MIT", metadata("license")!.Value);
        Assert.Equal("icon.png", metadata("icon")!.Value);
        Assert.Equal("README.md", metadata("readme")!.Value);
        Assert.Matches("^[0-9a-f]{40}$", metadata("repository")!.Attribute("commit")!.Value);
        Assert.NotEmpty(metadata("description")!.Value);
        using var symbols = ZipFile.OpenRead(Path.ChangeExtension(packed.Package(name), ".snupkg"));
        Assert.Contains(symbols.Entries, entry => entry.FullName == $"lib/net10.0/{name}.pdb");
    }

    private static Func<string, XElement?> Metadata(ZipArchive package)
    {
        using var nuspec = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        return name => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name);
    }
}
