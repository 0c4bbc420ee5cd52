namespace LitePipeline.Core.Tests.Definitions;

public class ReadActionTests
{
    [Theory]
    [InlineData("main", "\"\"", "is empty; give the command line to run, such as \"python first.py\".")]
    [InlineData("main", "\"  \"", "is empty; give the command line to run, such as \"python first.py\".")]
    [InlineData("main", "[\"python\"]", "is an array, must be a string.")]
    [InlineData("main", "\"a\\u0000b\"", "holds the character NUL; remove it.")]
    [InlineData("main", "\"\\ud800\"", "is not text: it holds half of a surrogate pair.")]
    [InlineData("handler", "\"\"", "is empty; give the name of a C# handler that a node registers.")]
    [InlineData("mian", "\"x\"", "is not a known member; did you mean 'main'? Rename or remove it.",
        "$.actions[0].main: is missing; give the command line to run, such as \"python first.py\", or name a C# handler as 'handler'.")]
    public void A_command_is_needed(string member, string value, string problem, params string[] more) =>
        Assert.Equal([$"$.actions[0].{member}: {problem}", .. more], Reading.ProblemsOfAction($"\"{member}\": {value}"));

    [Fact]
    public void Main_and_handler_exclude_each_other() =>
        Assert.Equal(
            ["$.actions[0].handler: is given beside 'main'; an action has one of them, remove the other."],
            Reading.ProblemsOfAction("""  "main": "x", "handler": "H" """));

    [Fact]
    public void A_handler_runs_in_no_container() =>
        Assert.Equal(
            ["$.actions[0].docker: cannot be used with 'handler', which runs inside the node; give 'main' instead, or remove 'docker'."],
            Reading.ProblemsOfAction("""  "handler": "H", "docker": {"name": "n", "tag": "t"} """));

    [Theory]
    [InlineData("\"condition\": \"first\"", "condition: is a string, must be an array of action names, such as [\"first\"].")]
    [InlineData("\"condition\": [[]]", "condition[0]: is an array, must be a string, an action's name.")]
    [InlineData("\"condition\": [\"\"]", "condition[0]: is empty; name an action, or remove it.")]
    [InlineData("\"condition\": [\"success\"]", "condition[0]: names 'success', which is not one of the actions; name one of them, or remove it.")]
    [InlineData("\"conditions\": []", "conditions: is not a known member; did you mean 'condition'? Rename or remove it.")]
    [InlineData("\"depends_on\": []", "depends_on: is not a known member; did you mean 'condition'? Rename or remove it.")]
    [InlineData("\"Main\": \"y\"", "Main: is not a known member; did you mean 'main'? Rename or remove it.")]
    [InlineData("\"env\": \"/venv\"", "env: is not relative to the package; give a path inside the package, such as \"venvs/venv\", or the id of a venv.")]
    [InlineData("\"env\": \"c:/venv\"", "env: is not relative to the package; give a path inside the package, such as \"venvs/venv\", or the id of a venv.")]
    [InlineData("\"env\": \"a/../../b\"", "env: leaves the package by '..'; give a path inside the package, such as \"venvs/venv\", or the id of a venv.")]
    [InlineData("\"env\": \"venvs\\\\venv\"", "env: holds '\\'; folders are separated by '/': give a path inside the package, such as \"venvs/venv\", or the id of a venv.")]
    [InlineData("\"env\": 5", "env: is a number, must be a string.")]
    [InlineData("\"evn\": \"v\"", "evn: is not a known member; did you mean 'env'? Rename or remove it.")]
    [InlineData("\"docker\": \"image\"", "docker: is a string, must be an object with 'name' and 'tag'.")]
    [InlineData("\"docker\": {\"tag\": \"t\"}", "docker.name: is missing; give the image's name.")]
    [InlineData("\"docker\": {\"name\": \"n\", \"tag\": 3}", "docker.tag: is a number, must be a string.")]
    [InlineData("\"docker\": {\"name\": \"n\", \"args\": []}", "docker.args: is an array, must be an object.")]
    [InlineData("\"target_env\": []", "target_env: is an array, must be an object.")]
    [InlineData("\"target-env\": {}", "target-env", "$.actions[0]['target-env']: is not a known member; did you mean 'target_env'? Rename or remove it.")]
    [InlineData("\"target_env\": {\"platform\": true}", "target_env.platform: is true, must be a string.")]
    [InlineData("\"target_env\": {\"docker_support\": \"yes\"}", "target_env.docker_support: is a string, must be true or false.")]
    [InlineData("\"target_env\": {\"node_id\": \"node1\"}", "target_env.node_id: is 'node1', must be a node's id, a UUID; the cluster's list of nodes shows it.")]
    [InlineData("\"target_env\": {\"nodeid\": \"x\"}", "target_env.nodeid: is not a known member; did you mean 'node_id'? Rename or remove it.")]
    public void A_wrong_member_is_named(string member, string problem, string? whole = null) =>
        Assert.Equal([whole ?? $"$.actions[0].{problem}"], Reading.ProblemsOfAction($"\"main\": \"x\", {member}"));

    [Theory]
    [InlineData("3", "is a number, must be a string.")]
    [InlineData("null", "is missing; give the action a name.")]
    [InlineData("\"a/b\"", "holds '/'; a folder gets this name, so leave out / and \\.")]
    [InlineData("\"a\\\\b\"", "holds '\\'; a folder gets this name, so leave out / and \\.")]
    [InlineData("\"a\\nb\"", "holds the control character U+000A; remove it.")]
    [InlineData("\"a\\u0000b\"", "holds the character NUL; remove it.")]
    [InlineData("\".\"", "is '.', which names a folder already; choose another name.")]
    [InlineData("\"..\"", "is '..', which names a folder already; choose another name.")]
    [InlineData("\"fail\"", "is 'fail', which is kept for the event action of that name; choose another name.")]
    [InlineData("\"workspace\"", "is 'workspace', a key that the node sets in each action's input; choose another name.")]
    [InlineData("\"action_info\"", "is 'action_info', a key that the node sets in each action's input; choose another name.")]
    public void A_wrong_name_is_refused(string name, string problem) =>
        Assert.Equal($"$.actions[0].name: {problem}", Reading.Problems(() => Reading.Application($$"""{"actions": [{"name": {{name}}, "main": "x"}], "output_action": "a"}"""))[0]);

    [Theory]
    [InlineData('a', 255, null)]
    [InlineData('a', 256, "$.actions[0].name: has 256 characters, may have 255.")]
    [InlineData('ä', 127, null)]
    [InlineData('ä', 128, "$.actions[0].name: takes 256 bytes in UTF-8, may take 255: a folder gets this name.")]
    public void A_name_is_as_long_as_a_folder_s_name_may_be(char letter, int length, string? problem)
    {
        var name = new string(letter, length);
        var json = $$"""{"actions": [{"name": "{{name}}", "main": "x"}], "output_action": "{{name}}"}""";

        if (problem is null) Assert.Equal(name, Reading.Application(json).Actions[0].Name);
        else Assert.Equal([problem], Reading.Problems(() => Reading.Application(json)));
    }

    [Fact]
    public void A_member_twice_is_refused() =>
        Assert.Equal(["$.actions[0].main: is given twice in the same object; keep one."], Reading.ProblemsOfAction("""  "main": "x", "main": "y" """));

    [Fact]
    public void An_image_without_a_tag_is_the_latest() =>
        Assert.Equal("latest", Reading.Application("""{"actions": [{"name": "a", "main": "x", "docker": {"name": "n"}}], "output_action": "a"}""").Actions[0].Docker!.Tag);
}
