using System.Xml.Linq;
using LitePipeline.Tests;

namespace LitePipeline.Architecture.Tests;

/// <summary>References point down and inward only.</summary>
public class ReferenceTests
{
    private static XDocument Project(string name) => XDocument.Load(Path.Combine(Solution.Root, name, $"{name}.csproj"));

    private static string[] Projects(string name) =>
        [.. Project(name).Descendants("ProjectReference").Where(reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))).Order()];

    private static string[] Sources(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(Solution.Root, folder), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))];

    [Theory]
    [InlineData("LitePipeline.Core", new string[0])]
    [InlineData("LitePipeline.Helper", new string[0])]
    [InlineData("LitePipeline.Hosting", new[] { "LitePipeline.Core" })]
    [InlineData("LitePipeline.Storage", new[] { "LitePipeline.Core", "LitePipeline.Hosting" })]
    [InlineData("LitePipeline.Transport.Tcp", new[] { "LitePipeline.Core", "LitePipeline.Hosting" })]
    [InlineData("LitePipeline.AspNetCore", new[] { "LitePipeline.Core", "LitePipeline.Hosting" })]
    public void A_package_references_only_what_lies_below_it(string package, string[] allowed) => Assert.Equal(allowed, Projects(package));

    [Theory]
    [InlineData("LitePipeline.Core")]
    [InlineData("LitePipeline.Helper")]
    public void Core_and_helper_reference_no_package(string package) => Assert.Empty(Project(package).Descendants("PackageReference"));

    [Theory]
    [InlineData("LitePipeline.Storage")]
    [InlineData("LitePipeline.Transport.Tcp")]
    public void Only_the_builder_extensions_name_hosting(string package) =>
        Assert.DoesNotContain(Sources(package), file => !file.EndsWith("BuilderExtensions.cs", StringComparison.Ordinal) && File.ReadAllText(file).Contains("LitePipeline.Hosting", StringComparison.Ordinal));

    [Fact]
    public void No_folder_is_named_for_nothing_in_particular()
    {
        string[] vague = ["Utils", "Utilities", "Helpers", "Common", "Models", "Abstractions", "Misc"];
        Assert.DoesNotContain(
            Directory.EnumerateDirectories(Solution.Root, "*", SearchOption.AllDirectories),
            folder => folder.Contains("/LitePipeline.", StringComparison.Ordinal) && !folder.Contains("/node_modules", StringComparison.Ordinal) && !folder.Contains("/obj", StringComparison.Ordinal) && !folder.Contains("/bin", StringComparison.Ordinal) && vague.Contains(Path.GetFileName(folder)));
    }

    [Fact]
    public void No_file_holds_more_than_one_idea_can_take() =>
        Assert.DoesNotContain(
            Directory.EnumerateDirectories(Solution.Root, "LitePipeline.*").SelectMany(folder => Sources(Path.GetFileName(folder))),
            file => File.ReadLines(file).Count() > 420);
}
