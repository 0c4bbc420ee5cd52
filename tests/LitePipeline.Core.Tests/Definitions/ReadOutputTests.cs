using LitePipeline.Core.Definitions;

namespace LitePipeline.Core.Tests.Definitions;

public class ReadOutputTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"data": null, "actions": null}""")]
    [InlineData("""{"actions": [], "note": "mine"}""")]
    public void An_output_may_be_empty(string json)
    {
        var output = Reading.Output(json);

        Assert.True(output.Data.IsEmpty);
        Assert.Empty(output.Actions);
    }

    [Fact]
    public void Data_keeps_its_text() => Assert.Equal("""{"b": 1.50, "a": [ ]}""", Reading.Output("""{"data": {"b": 1.50, "a": [ ]}}""").Data.ToString());

    [Fact]
    public void What_the_original_s_helper_writes_is_read()
    {
        var output = Reading.Output("""
            {
                "data": {"test": "test"},
                "actions": [
                    {"name": "second_000", "main": "python second.py", "condition": [], "input_data": {"messages": ["hello"]}, "to_action": "third", "env": "venvs/venv"},
                    {"name": "second_001", "main": "python second.py", "condition": ["second_000"], "input_data": {}}
                ]
            }
            """);

        var expected = new ActionDefinition
        {
            Name = "second_000", Main = "python second.py", Env = "venvs/venv", ToAction = "third", InputData = JsonData.Parse("""{"messages": ["hello"]}"""),
        };
        Assert.Equal(Reading.Describe(expected), Reading.Describe(output.Actions[0]));
        Assert.Equal<string>(["second_000"], output.Actions[1].Condition);
    }

    [Fact]
    public void Members_that_are_written_unset_count_as_absent()
    {
        var output = Reading.Output("""
            {"data": {}, "actions": [{"name": "a", "main": "x", "handler": null, "condition": null, "env": "", "docker": {}, "target_env": {}, "input_data": null, "to_action": ""}]}
            """);

        Assert.Equal(Reading.Describe(new ActionDefinition { Name = "a", Main = "x" }), Reading.Describe(output.Actions[0]));
    }

    [Theory]
    [InlineData("[]", "$: is an array, must be an object: {\"data\": {...}, \"actions\": [...]}.")]
    [InlineData("""{"data": [1]}""", "$.data: is an array, must be an object.")]
    [InlineData("""{"data": {"x": NaN}}""", "$: is not JSON at line 1, column 16: NaN and Infinity are not JSON; write null or a text instead.")]
    [InlineData("""{"actions": {}}""", "$.actions: is an object, must be an array of actions.")]
    [InlineData("""{"actions": [{"name": "a", "main": "x", "input_data": []}]}""", "$.actions[0].input_data: is an array, must be an object.")]
    [InlineData("""{"actions": [{"name": "a", "main": "x", "to_action": ["b"]}]}""", "$.actions[0].to_action: is an array, must be a string.")]
    [InlineData("""{"actions": [{"name": "a", "main": "x", "to_action": "a"}]}""", "$.actions[0].to_action: names the action itself; name the action that waits for it, or leave it out.")]
    [InlineData("""{"actions": [{"name": "a", "main": "x", "toAction": "b"}]}""", "$.actions[0].toAction: is not a known member; did you mean 'to_action'? Rename or remove it.")]
    [InlineData("""{"actions": [{"name": "a", "main": "x", "condition": ["a"]}]}""", "$.actions[0].condition[0]: names the action itself; remove it.")]
    [InlineData("""{"actions": [{"name": "a", "main": "x"}, {"name": "a", "main": "x"}]}""", "$.actions[1].name: is 'a', the name of $.actions[0] too; give each action its own name.")]
    [InlineData("""{"action": []}""", "$.action: is not a known member; did you mean 'actions'? Rename or remove it.")]
    public void A_wrong_output_is_refused(string json, string problem) => Assert.Equal([problem], Reading.Problems(() => Reading.Output(json)));
}
