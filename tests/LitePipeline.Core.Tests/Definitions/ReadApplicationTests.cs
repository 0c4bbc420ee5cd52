using System.Text;
using LitePipeline.Core.Definitions;

namespace LitePipeline.Core.Tests.Definitions;

public class ReadApplicationTests
{
    [Fact]
    public void A_schema_of_the_input_is_read_as_it_was_written() =>
        Assert.Equal("""{"type":"object","properties":{"month":{"type":"integer"}}}""", Reading.Application("""{"actions": [{"name": "a", "main": "x"}], "output_action": "a", "input_schema": {"type":"object","properties":{"month":{"type":"integer"}}}}""").InputSchema.ToString());

    [Theory]
    [InlineData("\"input_schema\": true", "$.input_schema: is true, must be an object.")]
    [InlineData("\"input_schema\": {\"type\": \"array\"}", "$.input_schema: describes no object, but a task's input is one; its type is \"object\".")]
    [InlineData("\"inputschema\": {}", "$.inputschema: is not a known member; did you mean 'input_schema'? Rename or remove it.")]
    [InlineData("\"schema\": {}", "$.schema: is not a known member; did you mean 'input_schema'? Rename or remove it.")]
    public void A_wrong_schema_is_named(string member, string problem) =>
        Assert.Equal([problem], Reading.Problems(() => Reading.Application($$"""{"actions": [{"name": "a", "main": "x"}], "output_action": "a", {{member}}}""")));

    [Fact]
    public void A_full_configuration_is_read_as_it_is_written()
    {
        var application = Reading.Application("""
            {
              "actions": [
                {"name": "first action", "condition": [], "env": "venvs/venv", "main": "python first.py",
                 "docker": {"name": "python3.5.2", "tag": "3", "args": {"ports": {"8000/tcp": 2222}}},
                 "target_env": {"platform": "x86_64", "docker_support": true, "node_id": "9EF6623C-16df-4807-8744-77eabc7c5ea6", "node_ip": "10.0.0.1"}},
                {"name": "second", "condition": null, "handler": "Count", "env": ""},
                {"name": "dritte Aktion ä", "condition": ["first action", "second"], "env": "9EF6623C-16DF-4807-8744-77EABC7C5EA6", "main": "./third"}
              ],
              "event_actions": {"success": {"main": "python ok.py", "name": "ignored"}, "fail": {"handler": "Mourn"}},
              "output_action": "dritte Aktion ä"
            }
            """);

        var (first, second, third) = (application.Actions[0], application.Actions[1], application.Actions[2]);
        Assert.Equal(("first action", "python first.py", "venvs/venv"), (first.Name, first.Main, first.Env));
        Assert.Equal(new DockerDefinition("python3.5.2", "3", JsonData.Parse("""{"ports": {"8000/tcp": 2222}}""")), first.Docker);
        Assert.Equal(
            new TargetEnvironment { Platform = "x86_64", DockerSupport = true, NodeId = "9ef6623c-16df-4807-8744-77eabc7c5ea6", NodeIp = "10.0.0.1" },
            first.TargetEnv);
        Assert.Equal((null, "Count", null), (second.Main, second.Handler, second.Env));
        Assert.Empty(second.Condition);
        Assert.Equal<string>(["first action", "second"], third.Condition);
        Assert.Equal("9ef6623c-16df-4807-8744-77eabc7c5ea6", third.Env);
        Assert.Equal(("success", "python ok.py"), (application.OnSuccess!.Name, application.OnSuccess.Main));
        Assert.Equal(("fail", "Mourn"), (application.OnFail!.Name, application.OnFail.Handler));
        Assert.Equal("dritte Aktion ä", application.OutputAction);
    }

    [Fact]
    public void A_byte_order_mark_is_allowed()
    {
        var text = """{"actions": [{"name": "a", "main": "x"}], "output_action": "a"}""";

        Assert.Equal("a", DefinitionReader.ReadApplication(new UTF8Encoding(true).GetPreamble().Concat(Encoding.UTF8.GetBytes(text)).ToArray()).OutputAction);
    }

    [Theory]
    [InlineData("""{"actions": [{"name": "a", "main": "x", "comment": "mine", "mail": "me@x", "period": 5}], "output_action": "a", "version": 3}""")]
    [InlineData("""{"actions": [{"name": "a", "main": "x", "main2": "y", "input_data": 3, "to_action": 4}], "output_action": "a"}""")]
    [InlineData("""{"actions": [{"name": "a", "main": "x", "docker": {}, "target_env": {}, "env": null}], "output_action": "a", "event_actions": {}}""")]
    [InlineData("""{"actions": [{"name": "a", "main": "x", "handler": "", "docker": null, "target_env": null}], "output_action": "a", "event_actions": null}""")]
    [InlineData("""{"actions": [{"name": "a", "main": "x", "target_env": {"platform": "", "docker_support": null, "node_id": null}}], "output_action": "a"}""")]
    public void What_is_unknown_or_unset_is_ignored(string json)
    {
        var action = Assert.Single(Reading.Application(json).Actions);

        Assert.Equal(Reading.Describe(new ActionDefinition { Name = "a", Main = "x" }), Reading.Describe(action));
    }

    [Theory]
    [InlineData("", "$: is empty; it must be a JSON object.")]
    [InlineData("[]", "$: is an array, must be an object with 'actions' and 'output_action'.")]
    [InlineData("null", "$: is null, must be an object with 'actions' and 'output_action'.")]
    [InlineData("{\n  // no\n}", "$: is not JSON at line 2, column 3: comments are not JSON; remove them.")]
    [InlineData("{\"actions\": [", "$: is not JSON at line 1, column 14: the text ends before the JSON value does; is a bracket, a brace or a quote missing?")]
    [InlineData("{\"actions\": [],}", "$: is not JSON at line 1, column 16: a comma before it must go, or a bracket does not match.")]
    [InlineData("{'a': 1}", "$: is not JSON at line 1, column 2: a text is written in double quotes.")]
    [InlineData("{\"a\" 1}", "$: is not JSON at line 1, column 6: '1' does not belong there; is a comma, a colon or a quote missing?")]
    public void Text_that_is_no_configuration_is_refused(string json, string problem) =>
        Assert.Equal([problem], Reading.Problems(() => Reading.Application(json)));

    [Fact]
    public void Text_in_another_encoding_is_refused()
    {
        Assert.Equal(["$: is UTF-16 text; save it as UTF-8."], Reading.Problems(() => DefinitionReader.ReadApplication(new byte[] { 0xFF, 0xFE, (byte)'{', 0 })));
        Assert.Equal(["$: is not UTF-8 text; save it as UTF-8."], Reading.Problems(() => DefinitionReader.ReadApplication(new byte[] { (byte)'"', 0xE4, (byte)'"' })));
    }

    [Fact]
    public void Values_nested_too_deep_are_refused()
    {
        var json = string.Concat(Enumerable.Repeat("[", 10_000));

        Assert.Contains("deeper than 48 levels", Assert.Single(Reading.Problems(() => Reading.Application(json))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}",
        "$.actions: is missing; list the application's actions: [{\"name\": \"first\", \"main\": \"python first.py\"}].",
        "$.output_action: is missing; name the action whose output is the application's output.")]
    [InlineData("""{"actions": {}, "output_action": 3}""", "$.actions: is an object, must be an array of actions.", "$.output_action: is a number, must be a string.")]
    [InlineData("""{"actions": [], "output_action": "a"}""", "$.actions: is empty; an application has at least one action.")]
    [InlineData("""{"actions": ["a"], "output_action": "a"}""", "$.actions[0]: is a string, must be an object.")]
    [InlineData("""{"actions": [{"name": "first", "main": "x"}], "output_action": "frist"}""", "$.output_action: names 'frist', which is not one of the actions; did you mean 'first'?")]
    [InlineData("""{"actions": [{"name": "first", "main": "x"}], "outputAction": "first"}""",
        "$.outputAction: is not a known member; did you mean 'output_action'? Rename or remove it.",
        "$.output_action: is missing; name the action whose output is the application's output.")]
    [InlineData("""{"actions": [{"name": "a", "main": "x"}], "output_action": "a", "event_actions": {"failed": {"main": "y"}, "success": 1}}""",
        "$.event_actions.failed: is not a known member; did you mean 'fail'? Rename or remove it.",
        "$.event_actions.success: is a number, must be an object.")]
    [InlineData("""{"actions": [{"name": "a", "main": "x"}], "output_action": "a", "event_actions": {"fail": {"env": "../up"}}}""",
        "$.event_actions.fail.main: is missing; give the command line to run, such as \"python first.py\", or name a C# handler as 'handler'.",
        "$.event_actions.fail.env: leaves the package by '..'; give a path inside the package, such as \"venvs/venv\", or the id of a venv.")]
    [InlineData("""{"actions": [{"name": "a", "main": "x"}], "actions": [], "output_action": "a"}""", "$.actions: is given twice in the same object; keep one.")]
    public void What_is_wrong_with_the_whole_is_named(string json, params string[] problems) =>
        Assert.Equal(problems, Reading.Problems(() => Reading.Application(json)));

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        var problems = Reading.Problems(() => Reading.Application("""
            {"actions": [
              {"name": "a", "main": 1},
              {"name": "b", "main": "x", "condition": ["c", "b", 7]},
              {"main": "x"},
              {"name": "b", "main": "x", "condition": ["a", "a"]}
            ], "output_action": "z"}
            """));

        Assert.Equal(
            [
                "$.actions[0].main: is a number, must be a string.",
                "$.actions[1].condition[1]: names the action itself; remove it.",
                "$.actions[1].condition[2]: is a number, must be a string, an action's name.",
                "$.actions[2].name: is missing; give the action a name.",
                "$.actions[3].condition[1]: names 'a' a second time; remove it.",
                "$.actions[3].name: is 'b', the name of $.actions[1] too; give each action its own name.",
                "$.actions[1].condition[0]: names 'c', which is not one of the actions; name one of them.",
                "$.output_action: names 'z', which is not one of the actions; name one of them.",
            ],
            problems);
    }
}
