using LitePipeline.Storage.Tests.Child;

namespace LitePipeline.Storage.Tests.Sqlite;

public sealed class FullDiskTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("litepipeline-full-");

    public void Dispose() => _folder.Delete(recursive: true);

    [NeedsSmallDiskFact]
    public async Task A_full_disk_fails_the_commit_and_nothing_else_and_the_same_commit_goes_through_once_there_is_room()
    {
        using var child = ChildProcess.StartOnSmallDisk("fill", _folder.FullName, "6m");
        var lines = await child.ReadToEndAsync();

        Assert.Equal(3, lines.Length);
        Assert.Contains("full", lines[0], StringComparison.Ordinal);
        var failed = int.Parse(lines[1].Split(':')[0], null);
        Assert.InRange(failed, 5, 100);
        Assert.Equal($"{failed}: {failed - 1} tasks, {failed - 1} actions", lines[1]);
        Assert.Equal($"{failed}: {failed} tasks, {failed} actions", lines[2]);
    }
}
