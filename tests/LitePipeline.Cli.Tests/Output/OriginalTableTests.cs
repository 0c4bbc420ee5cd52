using System.Text.Json;
using LitePipeline.Cli.Output;

namespace LitePipeline.Cli.Tests.Output;

public class OriginalTableTests
{
    private static readonly string[] Fields = ["name", "status"];

    private static List<JsonElement> Rows(string json) => [.. JsonElement.Parse(json).EnumerateArray()];

    [Fact]
    public void A_list_of_nothing_is_its_header() => Assert.Equal("# | name | status\n", OriginalTable.Write([], Fields, 0));

    [Fact]
    public void Columns_are_as_wide_as_their_widest_cell_and_a_missing_field_is_empty() => Assert.Equal(
        """
        # | name   | status 
        1 | a      | success
        2 | longer |        
        3 | None   | []     

        """, OriginalTable.Write(Rows("""[{"name": "a", "status": "success"}, {"name": "longer"}, {"name": null, "status": []}]"""), Fields, 0));

    [Fact]
    public void From_nine_rows_on_the_numbers_take_two_places()
    {
        var table = OriginalTable.Write(Enumerable.Repeat(JsonElement.Parse("""{"name": "x", "status": ""}"""), 9), Fields, 0);
        Assert.StartsWith(" # | name | status\n 1 | x    |       \n", table);
        Assert.EndsWith("\n 9 | x    |       \n", table);
    }

    [Fact]
    public void A_width_cuts_cells_and_never_the_header() => Assert.Equal(
        "# | name | status\n1 | abc  | suc   \n", OriginalTable.Write(Rows("""[{"name": "abcdef", "status": "success"}]"""), Fields, 3));

    [Fact]
    public void Colours_take_no_room()
    {
        var rows = """[{"name": "success", "status": "success"}, {"name": "b", "status": "fail"}]""";
        var painted = OriginalTable.Write(Rows(rows), Fields, 0, CellPaints.Ansi);
        Assert.Contains("| success | \e[32msuccess\e[0m\n", painted);
        Assert.Contains("| b       | \e[31mfail\e[0m   \n", painted);
        Assert.Equal(OriginalTable.Write(Rows(rows), Fields, 0), System.Text.RegularExpressions.Regex.Replace(painted, "\e\\[\\d+m", ""));
    }
}
