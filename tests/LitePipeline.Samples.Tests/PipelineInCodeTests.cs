using System.Diagnostics;

namespace LitePipeline.Samples.Tests;

/// <summary>The sample of a pipeline in code, as a process.</summary>
public sealed class PipelineInCodeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-pipeline-");

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string folder)
    {
        using var sample = Process.Start(new ProcessStartInfo("dotnet", [SampleApplication.Metadata("PipelineInCode"), folder, Path.Combine(_folder.FullName, "data")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = sample.StandardError.ReadToEndAsync();
        var output = await sample.StandardOutput.ReadToEndAsync();
        await sample.WaitForExitAsync();
        return (sample.ExitCode, output, await error);
    }

    [Fact]
    public async Task It_measures_each_folder_and_tells_a_failure_by_its_action()
    {
        var tree = _folder.CreateSubdirectory("tree");
        await File.WriteAllBytesAsync(Path.Combine(tree.CreateSubdirectory("small").FullName, "a"), new byte[10]);
        await File.WriteAllBytesAsync(Path.Combine(tree.CreateSubdirectory("large/deep").FullName, "b"), new byte[2000]);
        var (code, printed, error) = await RunAsync(tree.FullName);
        Assert.True(code == 0, printed + error);
        Assert.Contains("measure-small: Success", printed, StringComparison.Ordinal);
        Assert.Matches(@"2,000\s+1 files  large\n\s+10\s+1 files  small\n\s+2,010  in ", printed.ReplaceLineEndings("\n"));

        var (failed, _, why) = await RunAsync(Path.Combine(_folder.FullName, "nowhere"));
        Assert.Equal(1, failed);
        Assert.Contains("measure failed:", why, StringComparison.Ordinal);
        Assert.Contains("There is no folder", why, StringComparison.Ordinal);
    }
}
