using LitePipeline.Core.Definitions;

namespace LitePipeline.Core.Tests.Definitions;

public sealed class ReadResourcesTests
{
    private static ActionDefinition Read(string members) =>
        DefinitionReader.ReadApplication(System.Text.Encoding.UTF8.GetBytes($$"""{"actions": [{"name": "a", "main": "x", {{members}}}], "output_action": "a"}""")).Actions[0];

    [Fact]
    public void All_that_can_be_asked_is_read()
    {
        Assert.Equal(
            new ResourceDefinition { Slots = 3, Cpu = 0.5, Memory = 2L << 30, Gpu = 1 },
            Read("""
                "resources": {"slots": 3, "cpu": 0.5, "memory": "2g", "gpu": 1}
                """).Resources);
        Assert.Equal(new ResourceDefinition { Memory = 4096 }, Read("\"resources\": {\"memory\": 4096}").Resources);
    }

    [Theory]
    [InlineData("\"resources\": null")]
    [InlineData("\"resources\": {}")]
    [InlineData("\"resources\": {\"slots\": 1, \"gpu\": 0, \"cpu\": null}")]
    public void One_slot_and_nothing_else_is_what_every_action_takes(string members) => Assert.Null(Read(members).Resources);

    [Theory]
    [InlineData("\"resources\": 2", "$.actions[0].resources", "must be an object")]
    [InlineData("\"resources\": {\"slots\": 0}", "$.actions[0].resources.slots", "from 1 to")]
    [InlineData("\"resources\": {\"slots\": 1.5}", "$.actions[0].resources.slots", "whole number")]
    [InlineData("\"resources\": {\"cpu\": 0}", "$.actions[0].resources.cpu", "from 0.001")]
    [InlineData("\"resources\": {\"cpu\": \"2\"}", "$.actions[0].resources.cpu", "must be a number of processors")]
    [InlineData("\"resources\": {\"memory\": \"much\"}", "$.actions[0].resources.memory", "must be a size")]
    [InlineData("\"resources\": {\"gpu\": -1}", "$.actions[0].resources.gpu", "from 0 to")]
    [InlineData("\"resources\": {\"memmory\": 1}", "$.actions[0].resources.memmory", "did you mean 'memory'?")]
    [InlineData("\"resources\": {\"cores\": 1}", "$.actions[0].resources.cores", "did you mean 'cpu'?")]
    [InlineData("\"resource\": {\"cpu\": 1}", "$.actions[0].resource", "did you mean 'resources'?")]
    [InlineData("\"target_env\": {\"disk\": []}", "$.actions[0].target_env.disk", "must be a string")]
    [InlineData("\"target_env\": {\"platfrom\": \"linux\"}", "$.actions[0].target_env.platfrom", "did you mean 'platform'?")]
    [InlineData("\"target_env\": {\"a b\": \"c\"}", "$.actions[0].target_env['a b']", "no name for a label")]
    [InlineData("\"target_env\": {\"disk\": \"a\", \"disk\": \"b\"}", "$.actions[0].target_env.disk", "given twice")]
    public void What_cannot_be_meant_is_refused_at_its_place(string members, string path, string message)
    {
        var problem = Assert.Single(Assert.Throws<DefinitionInvalidException>(() => Read(members)).Problems);
        Assert.Equal(path, problem.Path);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_members_of_a_target_are_labels()
    {
        var target = Read("\"target_env\": {\"platform\": \"linux\", \"disk\": \"ssd\", \"rack\": 3, \"fast\": true, \"zone\": null, \"site\": \"\"}").TargetEnv;
        Assert.Equal("linux", target.Platform);
        Assert.Equal(new Dictionary<string, string> { ["disk"] = "ssd", ["rack"] = "3", ["fast"] = "true" }, target.Labels!.ToDictionary());
        Assert.Equal(target, Read("\"target_env\": {\"fast\": \"true\", \"rack\": \"3\", \"disk\": \"ssd\", \"platform\": \"linux\"}").TargetEnv);
    }

    [Fact]
    public void What_a_task_asks_replaces_label_by_label()
    {
        var own = Read("\"target_env\": {\"disk\": \"ssd\", \"rack\": \"1\"}").TargetEnv;
        var merged = own.MergedWith(Read("\"target_env\": {\"rack\": \"2\", \"zone\": \"b\"}").TargetEnv);
        Assert.Equal(new Dictionary<string, string> { ["disk"] = "ssd", ["rack"] = "2", ["zone"] = "b" }, merged.Labels!.ToDictionary());
    }
}
