using System.Diagnostics;
using System.Xml.Linq;

namespace LitePipeline.Samples.Tests;

/// <summary>The Quickstart as a newcomer runs it: a process, its exit code, and the files that it names.</summary>
public sealed class QuickstartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-quickstart-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Data => Path.Combine(_folder.FullName, "data");

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] words)
    {
        using var quickstart = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(SampleApplication.Metadata("Quickstart"), "Quickstart.dll"), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = quickstart.StandardError.ReadToEndAsync();
        var output = await quickstart.StandardOutput.ReadToEndAsync();
        await quickstart.WaitForExitAsync();
        return (quickstart.ExitCode, output, await error);
    }

    [Theory]
    [InlineData("python")]
    [InlineData("csharp")]
    public async Task It_ends_with_a_report_whose_table_and_pictures_can_be_read_twice_on_the_same_data(string variant)
    {
        for (var run = 0; run < 2; run++)
        {
            var (code, printed, error) = await RunAsync("--variant", variant, "--data", Data);
            Assert.True(code == 0, printed + error);
            Assert.Contains("4,242 of 18,357 flights late at 76 airports", printed, StringComparison.Ordinal);
            var files = printed.Split('\n').Select(line => line.Trim()).Where(File.Exists).ToArray();
            Assert.Equal(["report.html", "map.svg", "hours.svg", "ranking.svg"], files.Select(Path.GetFileName));
            Assert.Contains("<table", await File.ReadAllTextAsync(files[0]), StringComparison.Ordinal);
            Assert.All(files[1..], picture => Assert.Equal("svg", XDocument.Load(picture).Root!.Name.LocalName));
        }

        // The same application is the same bytes, so it is kept once.
        Assert.Single(Directory.GetFiles(Path.Combine(Data, "packages"), "*.pkg", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("--http is '0.0.0.0:0'; give a loopback address", "--http", "0.0.0.0:0")]
    [InlineData("--http is 'nonsense'; give a loopback address", "--http", "nonsense")]
    [InlineData("'ruby'", "--variant", "ruby")]
    public async Task A_wrong_option_is_named_and_nothing_is_made(string message, params string[] words)
    {
        var (code, _, error) = await RunAsync(["--data", Data, .. words]);
        Assert.Equal(1, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task What_keeps_it_from_starting_is_told_in_a_line()
    {
        await File.WriteAllTextAsync(Data, "a file where the folder is to be");
        var (code, _, error) = await RunAsync("--data", Data);
        Assert.Equal(1, code);
        Assert.StartsWith("LitePipeline cannot start: ", error, StringComparison.Ordinal);
        Assert.Contains(Data, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }
}
