using LitePipeline.Core.Actions;

namespace LitePipeline.Helper.Tests;

public class ProgressAndLogTests
{
    [Fact]
    public void Progress_is_read_by_a_node_line_by_line()
    {
        using var folder = new WorkspaceFolder();
        var context = ActionContext.Create(folder.Args);

        context.ReportProgress(0.25, "a\nquarter");
        context.ReportProgress(3);

        var lines = File.ReadAllBytes(Path.Combine(folder.Path, WorkspaceContract.ProgressFile)).AsSpan();
        Assert.Equal((byte)'\n', lines[^1]);
        var end = lines.IndexOf((byte)'\n');
        Assert.True(ProgressLine.TryParse(lines[..end], out var first));
        Assert.True(ProgressLine.TryParse(lines[(end + 1)..^1], out var second));
        Assert.Equal(new ProgressLine(0.25, "a\nquarter"), first);
        Assert.Equal(new ProgressLine(1, ""), second);
    }

    [Fact]
    public void Progress_that_is_no_number_is_refused()
    {
        using var folder = new WorkspaceFolder();

        Assert.Throws<ArgumentOutOfRangeException>(() => ActionContext.Create(folder.Args).ReportProgress(double.NaN));
    }

    [Fact]
    public void A_log_line_has_the_time()
    {
        using var folder = new WorkspaceFolder();
        using var log = new StringWriter();

        ActionContext.Open(folder.Args, log, TimeProvider.System).Log("three rows");

        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} three rows\r?\n$", log.ToString());
    }
}
