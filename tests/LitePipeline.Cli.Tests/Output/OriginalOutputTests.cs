using System.Text.Json;
using LitePipeline.Cli.Output;

namespace LitePipeline.Cli.Tests.Output;

/// <summary>What scripts cut and compare: the original's tables and raw JSON, character by character.</summary>
public class OriginalOutputTests
{
    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static string Table(int width, params string[] rows) => OriginalTable.Write(rows.Select(Json), ["name", "count"], width);

    [Fact]
    public void A_table_has_a_header_and_padded_columns() => Assert.Equal(
        "# | name  | count\n" +
        "1 | short | 3    \n" +
        "2 | x     | 12345\n",
        Table(0, """{"name": "short", "count": 3}""", """{"name": "x", "count": 12345}"""));

    [Fact]
    public void A_table_without_rows_is_its_header() => Assert.Equal("# | name | count\n", Table(0));

    [Fact]
    public void A_field_that_a_row_lacks_is_empty_and_null_is_None() => Assert.Equal(
        "# | name | count\n" +
        "1 | None |      \n",
        Table(0, """{"name": null}"""));

    [Fact]
    public void Nine_rows_make_the_numbers_two_wide() =>
        Assert.StartsWith(" # | ", Table(0, [.. Enumerable.Repeat("{}", 9)]), StringComparison.Ordinal);

    [Fact]
    public void Cells_are_cut_at_the_width_by_characters_and_the_header_is_not() => Assert.Equal(
        "# | name | count\n" +
        "1 | 🚀äö  | 123  \n",
        Table(3, """{"name": "🚀äöü", "count": 12345}"""));

    [Theory]
    [InlineData("true", "True")]
    [InlineData("[1, \"a\", null]", "[1, 'a', None]")]
    [InlineData("{\"a\": {\"b\": false}}", "{'a': {'b': False}}")]
    [InlineData("[\"it's\"]", "[\"it's\"]")]
    [InlineData("[\"it's \\\"so\\\"\"]", "['it\\'s \"so\"']")]
    [InlineData("[\"a\\nb\\u0001\"]", "['a\\nb\\x01']")]
    public void Values_are_shown_as_Python_shows_them(string json, string shown) => Assert.Equal(shown, PythonText.Of(Json(json)));

    [Fact]
    public void Raw_JSON_has_sorted_keys_four_spaces_and_ASCII_only() => Assert.Equal(
        "{\n    \"A\": [],\n    \"a\": {},\n    \"b\": [\n        \"\\u00e4\\n\\u2603\",\n        1.5\n    ]\n}",
        PythonJson.Write(Json("""{"b": ["ä\n☃", 1.50], "a": {}, "A": []}""")));
}
