using LitePipeline.Core.Definitions;

namespace LitePipeline.Core.Tests.Definitions;

public class ReadTargetOverridesTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"target_env": null}""")]
    [InlineData("""{"target_env": {}, "targetEnv": 3}""")]
    [InlineData("""{"nested": {"target_env": 5}}""")]
    public void Where_there_is_none_nothing_is_replaced(string input) => Assert.Empty(Reading.Overrides(input));

    [Fact]
    public void Nothing_given_replaces_nothing() => Assert.Empty(DefinitionReader.ReadTargetOverrides(default));

    [Fact]
    public void Targets_are_read_by_action_name()
    {
        var overrides = Reading.Overrides("""{"x": 1, "target_env": {"first": {"platform": "arm64"}, "my second": {"docker_support": false}, "third": null}}""");

        Assert.Equal(new TargetEnvironment { Platform = "arm64" }, overrides["first"]);
        Assert.Equal(new TargetEnvironment { DockerSupport = false }, overrides["my second"]);
        Assert.Equal(2, overrides.Count);
    }

    [Theory]
    [InlineData("[1]", "$: is not an object; a task's input must be one.")]
    [InlineData("""{"target_env": "linux"}""", "$.target_env: is a string, must be an object with a target for each action's name, such as {\"first\": {\"platform\": \"linux\"}}.")]
    [InlineData("""{"target_env": {"platform": "linux"}}""", "$.target_env.platform: is a string, must be an object: target_env has a target for each action's name.")]
    [InlineData("""{"target_env": {"it's": {"node_id": "x"}}}""", "$.target_env['it\\'s'].node_id: is 'x', must be a node's id, a UUID; the cluster's list of nodes shows it.")]
    public void A_wrong_target_is_refused(string input, string problem) => Assert.Equal([problem], Reading.Problems(() => Reading.Overrides(input)));
}
