using System.Text;
using LitePipeline.Core.Actions;

namespace LitePipeline.Core.Tests.Actions;

public class ProgressLineTests
{
    [Theory]
    [InlineData("""{"fraction": 0.5, "message": "half"}""", 0.5, "half")]
    [InlineData("""{"fraction": 7}""", 1, "")]
    [InlineData("""{"fraction": -1, "message": 3, "more": []}""", 0, "")]
    public void A_line_says_how_far(string line, double fraction, string message)
    {
        Assert.True(ProgressLine.TryParse(Encoding.UTF8.GetBytes(line), out var progress));
        Assert.Equal(new ProgressLine(fraction, message), progress);
    }

    [Theory]
    [InlineData("")]
    [InlineData("half")]
    [InlineData("""{"fraction": 0.""")]
    [InlineData("""{"message": "half"}""")]
    [InlineData("""{"fraction": "0.5"}""")]
    [InlineData("""{"fraction": 0.5, "message": "\ud83d"}""")]
    [InlineData("[0.5]")]
    public void What_is_no_progress_is_passed_over(string line) => Assert.False(ProgressLine.TryParse(Encoding.UTF8.GetBytes(line), out _));
}
