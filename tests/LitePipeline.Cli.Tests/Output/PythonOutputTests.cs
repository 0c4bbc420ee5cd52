using System.Text.Json;
using LitePipeline.Cli.Output;

namespace LitePipeline.Cli.Tests.Output;

/// <summary>What was printed by Python 3.11 for the same values: <c>json.dumps(value, indent = 4, sort_keys = True)</c>, <c>str(value)</c>.</summary>
public class PythonOutputTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("-0", "0")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("1.0", "1.0")]
    [InlineData("1.50", "1.5")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("0e5", "0.0")]
    [InlineData("1e5", "100000.0")]
    [InlineData("1E15", "1000000000000000.0")]
    [InlineData("123456789012345.6", "123456789012345.6")]
    [InlineData("1e16", "1e+16")]
    [InlineData("1e23", "1e+23")]
    [InlineData("1.5e-7", "1.5e-07")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("0.00001", "1e-05")]
    [InlineData("-2.5E+300", "-2.5e+300")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("1e400", "Infinity")]
    [InlineData("0.1", "0.1")]
    [InlineData("100.25", "100.25")]
    public void Numbers_are_written_as_Python_reads_and_writes_them(string json, string python)
    {
        Assert.Equal(python, PythonJson.Write(JsonElement.Parse(json)));
        Assert.Equal(python == "Infinity" ? "inf" : python, PythonText.Of(JsonElement.Parse(json)));
    }

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("[]", "[]")]
    [InlineData("[[], {}]", "[\n    [],\n    {}\n]")]
    [InlineData("""{"b": 1, "a": {"d": null, "c": [true, "x"]}}""", "{\n    \"a\": {\n        \"c\": [\n            true,\n            \"x\"\n        ],\n        \"d\": null\n    },\n    \"b\": 1\n}")]
    [InlineData("""{"B": 1, "a": 2, "_": 3}""", "{\n    \"B\": 1,\n    \"_\": 3,\n    \"a\": 2\n}")]
    [InlineData("\"\u00e4\ud83d\ude00\\u0000\\u007f\\u001f\\t\\b\\f\\r\\n\\\"\\\\/\"", "\"\\u00e4\\ud83d\\ude00\\u0000\\u007f\\u001f\\t\\b\\f\\r\\n\\\"\\\\/\"")]
    public void Raw_answers_have_four_spaces_sorted_keys_and_ASCII(string json, string python) => Assert.Equal(python, PythonJson.Write(JsonElement.Parse(json)));

    [Theory]
    [InlineData("null", "None")]
    [InlineData("true", "True")]
    [InlineData("\"text\"", "text")]
    [InlineData("""[1, "a", null, false, {"b": []}]""", "[1, 'a', None, False, {'b': []}]")]
    [InlineData("""["it's", "say \"it's\"", "\\", "\n\t\u0001"]""", "[\"it's\", 'say \"it\\'s\"', '\\\\', '\\n\\t\\x01']")]
    public void Cells_are_what_str_gives(string json, string python) => Assert.Equal(python, PythonText.Of(JsonElement.Parse(json)));

    [Fact]
    public void A_width_cuts_characters_and_not_half_of_one() => Assert.Equal("a\ud83d\ude00", PythonText.Cut("a\ud83d\ude00b", 2));
}
