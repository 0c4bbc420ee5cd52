using LitePipeline.Core.Definitions;

namespace LitePipeline.Core.Tests.Definitions;

public class ReadArtifactsTests
{
    private static ActionDefinition Read(string artifacts) =>
        Reading.Application($$"""{"actions": [{"name": "a", "main": "x", "artifacts": {{artifacts}} }], "output_action": "a"}""").Actions[0];

    [Theory]
    [InlineData("null", "")]
    [InlineData("[]", "")]
    [InlineData("""["report.csv", "plots/*.png", "**/part-*.json", "..hidden/.x", "a b/ü.txt"]""", "report.csv plots/*.png **/part-*.json ..hidden/.x a b/ü.txt")]
    public void Artifacts_are_read(string artifacts, string expected) => Assert.Equal(expected, string.Join(' ', Read(artifacts).Artifacts));

    [Fact]
    public void Event_actions_and_generated_actions_have_them_too()
    {
        Assert.Equal("x", Reading.Application("""{"actions": [{"name": "a", "main": "x"}], "output_action": "a", "event_actions": {"fail": {"main": "f", "artifacts": ["x"]}}}""").OnFail!.Artifacts.Single());
        Assert.Equal("x", Reading.Output("""{"actions": [{"name": "g", "main": "x", "artifacts": ["x"]}]}""").Actions[0].Artifacts.Single());
    }

    [Theory]
    [InlineData("\"report.csv\"", "artifacts: is a string, must be an array of paths in the action's workspace, such as [\"report.csv\", \"plots/*.png\"].")]
    [InlineData("[1]", "artifacts[0]: is a number, must be a string, a path in the action's workspace.")]
    [InlineData("[\"a\", \"\"]", "artifacts[1]: is empty; name a file in the action's workspace.")]
    [InlineData("[\"/etc/passwd\"]", "artifacts[0]: is not relative; give a path inside the action's workspace, such as \"plots/*.png\".")]
    [InlineData("[\"~/x\"]", "artifacts[0]: is not relative; give a path inside the action's workspace, such as \"plots/*.png\".")]
    [InlineData("[\"c:/x\"]", "artifacts[0]: is not relative; give a path inside the action's workspace, such as \"plots/*.png\".")]
    [InlineData("[\"../x\"]", "artifacts[0]: leaves the action's workspace by '..'; name a file inside it.")]
    [InlineData("[\"a/../../x\"]", "artifacts[0]: leaves the action's workspace by '..'; name a file inside it.")]
    [InlineData("[\"a\\\\b\"]", "artifacts[0]: holds '\\'; folders are separated by '/'.")]
    [InlineData("[\"a\\tb\"]", "artifacts[0]: holds a control character; remove it.")]
    [InlineData("[\"plots/\"]", "artifacts[0]: has an empty name or '.' between its '/'; leave it out, and end with a file's name or a pattern.")]
    [InlineData("[\"./x\"]", "artifacts[0]: has an empty name or '.' between its '/'; leave it out, and end with a file's name or a pattern.")]
    [InlineData("[\"a**/x\"]", "artifacts[0]: has '**' beside other characters; it stands alone between '/', for any folders.")]
    [InlineData("[\"x\", \"y\", \"x\"]", "artifacts[2]: names 'x' a second time; remove it.")]
    public void What_is_wrong_is_told(string artifacts, string problem) =>
        Assert.Equal([$"$.actions[0].{problem}"], Reading.Problems(() => Read(artifacts)));

    [Theory]
    [InlineData("\"cache\": true", true)]
    [InlineData("\"cache\": false", false)]
    [InlineData("\"cache\": null", false)]
    public void Whether_a_result_may_be_cached_is_read(string member, bool expected) => Assert.Equal(
        expected, Reading.Application($$"""{"actions": [{"name": "a", "main": "x", {{member}} }], "output_action": "a"}""").Actions[0].Cache);

    [Fact]
    public void An_event_action_is_not_cached_and_the_refusal_says_why() => Assert.Equal(
        ["$.event_actions.fail.cache: is true for an event action, whose input tells of one task and never comes again; remove it."],
        Reading.Problems(() => Reading.Application("""{"actions": [{"name": "a", "main": "x"}], "output_action": "a", "event_actions": {"fail": {"main": "f", "cache": true}}}""")));

    [Fact]
    public void More_than_can_be_kept_apart_is_refused() => Assert.Equal(
        ["$.actions[0].artifacts: has 1001 paths, may have 1000; use patterns, such as \"plots/*.png\"."],
        Reading.Problems(() => Read($"[{string.Join(',', Enumerable.Range(0, 1001).Select(i => $"\"{i}\""))}]")));

    [Fact]
    public void Another_word_for_it_is_told_as_a_slip() => Assert.Equal(
        ["$.actions[0].outputs: is not a known member; did you mean 'artifacts'? Rename or remove it."],
        Reading.Problems(() => Reading.Application("""{"actions": [{"name": "a", "main": "x", "outputs": ["x"]}], "output_action": "a"}""")));
}
