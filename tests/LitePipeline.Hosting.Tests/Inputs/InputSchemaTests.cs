using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Hosting.Inputs;

namespace LitePipeline.Hosting.Tests.Inputs;

public class InputSchemaTests
{
    private const string Report = """
        {
          "type": "object", "title": "What to report",
          "properties": {
            "month": {"type": "integer", "minimum": 1, "maximum": 12},
            "format": {"enum": ["pdf", "html"], "default": "pdf", "ui:widget": "radio"},
            "shops": {"type": "array", "items": {"$ref": "#/$defs/shop"}},
            "a b": {"type": "string"}
          },
          "required": ["month"], "additionalProperties": false,
          "$defs": {"shop": {"type": "object", "properties": {"number": {"type": "integer"}}, "required": ["number"]}}
        }
        """;

    [Theory]
    [InlineData("""{"month": 3, "format": "html", "shops": [{"number": 7}], "a b": "x"}""")]
    [InlineData("""{}""", "$: required properties [\"month\"] are not present")]
    [InlineData("""{"month": 13}""", "$.month: 13 should be at most 12")]
    [InlineData("""{"month": "May"}""", "$.month: value is \"string\" but should be \"integer\"")]
    [InlineData("""{"month": 3, "year": 2030}""", "$.year: must not be there; remove it")]
    [InlineData("""{"month": 3, "shops": [{"number": 1}, {"number": "two"}, {}], "a b": 1}""", "$.shops[1].number: value is \"string\" but should be \"integer\"", "$.shops[2]: required properties [\"number\"] are not present", "$['a b']: value is \"integer\" but should be \"string\"")]
    public void An_input_fits_or_is_wrong_where_its_path_says(string input, params string[] problems) =>
        Assert.Equal(problems.Order(StringComparer.Ordinal), Compile(Report).Check(JsonData.Parse(input)).Select(problem => problem.ToString()).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("""{"type": "objekt"}""", "$.input_schema.type: value should match one of the values specified by the enum")]
    [InlineData("""{"properties": {"month": {"minimum": "1"}}}""", "$.input_schema.properties.month.minimum: value is \"string\" but should be \"number\"")]
    [InlineData("""{"properties": {"a": {"$ref": "#/$defs/none"}}}""", "$.input_schema: has the $ref '#/$defs/none', which leads nowhere; refer to what is in the schema itself")]
    [InlineData("""{"properties": {"a": {"$ref": "https://elsewhere.example/schema"}}}""", "$.input_schema: has the $ref 'https://elsewhere.example/schema', which leads nowhere")]
    [InlineData("""{"$ref": "#"}""", "is no JSON schema")]
    [InlineData("""{"properties": {"a": {"pattern": "("}}}""", "is no JSON schema")]
    [InlineData("""{"$schema": "http://json-schema.org/draft-04/schema#"}""", "$.input_schema['$schema']: is not known; give one of https://json-schema.org/draft/2020-12/schema")]
    public void A_schema_that_is_none_is_refused_with_what_is_wrong(string schema, string problem) =>
        Assert.Contains(problem, Assert.Throws<DefinitionInvalidException>(() => Compile(schema)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("http://json-schema.org/draft-07/schema#", "definitions")]
    [InlineData("https://json-schema.org/draft/2019-09/schema", "$defs")]
    public void Older_schemas_are_read_as_they_say(string draft, string definitions) =>
        Assert.Single(Compile($$$"""{"$schema": "{{{draft}}}", "properties": {"a": {"$ref": "#/{{{definitions}}}/n"}}, "{{{definitions}}}": {"n": {"type": "integer"} } }""").Check(JsonData.Parse("""{"a": "x"}""")));

    [Fact]
    public void Two_schemas_of_one_name_do_not_see_each_other()
    {
        var (numbers, texts) = (Compile("""{"$id": "https://example.com/input", "properties": {"a": {"type": "integer"}}}"""), Compile("""{"$id": "https://example.com/input", "properties": {"a": {"type": "string"}}}"""));
        Assert.Empty(numbers.Check(JsonData.Parse("""{"a": 1}""")));
        Assert.Empty(texts.Check(JsonData.Parse("""{"a": "x"}""")));
    }

    [Fact]
    public void A_pattern_that_would_take_for_ever_is_given_up() => Assert.Contains(
        "cannot be compared with the pattern ^(a+)+$ within 1 s",
        Compile("""{"properties": {"a": {"pattern": "^(a+)+$"}}}""").Check(JsonData.From(new { a = new string('a', 60) + "b" })).Single().Message, StringComparison.Ordinal);

    private static InputSchema Compile(string schema) => InputSchema.Compile(JsonElement.Parse(schema));
}
