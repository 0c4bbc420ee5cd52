using System.Collections.Immutable;
using CsCheck;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tests.Definitions;

namespace LitePipeline.Core.Tests.Actions;

public class WriteResultTests
{
    private static readonly Gen<string> Text = Gen.Char.Where(c => c != '\0' && !char.IsSurrogate(c)).Array[1, 20].Select(letters => new string(letters));
    private static readonly Gen<string> Name = Gen.OneOf(
        Gen.Char["abcdefgh 0123456789äß'\"<+."].Array[1, 20].Select(letters => "n" + new string(letters)), Gen.Const("😀"), Gen.Const("'"));
    private static readonly Gen<JsonData> Data = Gen.OneOfConst(
        default, JsonData.EmptyObject, JsonData.Parse("""{"a": [1, 2.50, "\u00fc", null]}"""), JsonData.Parse("{ \"x\" : { } }"), JsonData.Parse("""{"😀":"<&>"}"""));
    private static readonly Gen<JsonData> Args = Gen.OneOfConst(
        default, JsonData.EmptyObject, JsonData.Parse("""{"mem_limit": "10m", "environment": {"\u00fc": "😀"}}"""), JsonData.Parse("{ \"ports\" : { \"8000/tcp\": 2222 } }"));
    private static readonly Gen<DockerDefinition?> Docker = Gen.Select(Text, Text, Args, Gen.Bool)
        .Select((name, tag, args, isGiven) => isGiven ? new DockerDefinition(name, tag, args) : null);
    private static readonly Gen<TargetEnvironment> Target = Gen.Select(Text, Gen.Bool, Gen.Guid, Gen.Int[0, 15]).Select((text, flag, id, mask) => new TargetEnvironment
    {
        Platform = (mask & 1) > 0 ? text : null,
        DockerSupport = (mask & 2) > 0 ? flag : null,
        NodeId = (mask & 4) > 0 ? id.ToString() : null,
        NodeIp = (mask & 8) > 0 ? text : null,
    });
    private static readonly Gen<TimeSpan> Pause = Gen.OneOf(Gen.Int[0, 86_400_000].Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds)), Gen.Const(TimeSpan.Zero));
    private static readonly Gen<RetryDefinition> Retry = Gen.Select(Gen.Int[1, 1000], Pause, Pause, Gen.Double[1, 10], Gen.Int[-64, 255].HashSet[0, 3]).Select(
        (attempts, one, other, factor, codes) => one == other
            ? new RetryDefinition(attempts, one) { OnExitCodes = [.. codes] }
            : new RetryDefinition(attempts, one < other ? one : other, factor, one < other ? other : one, [.. codes]));
    private static readonly Gen<ActionDefinition> Action = Gen.Select(Name, Name.HashSet[0, 4], Gen.Int[0, 127], Gen.Guid, Docker, Target, Data, Gen.Select(Retry, Pause)).Select(
        (name, condition, mask, venv, docker, target, input, again) => new ActionDefinition
        {
            Name = name,
            Main = (mask & 1) > 0 ? "python 'step'.py --x \"ü\"" : null,
            Handler = (mask & 1) > 0 ? null : "Count",
            Condition = [.. condition.Where(other => other != name)],
            Env = (mask & 2) == 0 ? null : (mask & 4) > 0 ? venv.ToString() : "venvs/venv",
            Docker = (mask & 1) > 0 ? docker : null,
            TargetEnv = target,
            Retry = (mask & 32) > 0 ? again.Item1 : null,
            Timeout = (mask & 64) > 0 ? again.Item2 + TimeSpan.FromMilliseconds(1) : null,
            Artifacts = (mask & 16) > 0 ? ["plots/*.png", "ü/" + venv] : [],
            Cache = (mask & 2) > 0,
            InputData = input,
            ToAction = (mask & 8) > 0 ? name + "!" : null,
        });

    [Fact]
    public void What_is_written_is_read_as_the_same_definitions() =>
        Gen.Select(Data, Action.Array[0, 6]).Sample((data, generated) =>
        {
            ImmutableArray<ActionDefinition> actions = [.. generated.DistinctBy(action => action.Name)];
            var output = DefinitionReader.ReadOutput(WorkspaceContract.WriteResult(new ActionResult { Data = data, Actions = actions }).Utf8);
            Assert.Equal(data.IsEmpty ? JsonData.EmptyObject : data, output.Data);
            Assert.Equal(actions.Select(Reading.Describe), output.Actions.Select(Reading.Describe));
        });

    [Fact]
    public void A_result_without_anything_has_both_members_empty() =>
        Assert.Equal("""{"data":{},"actions":[]}""", WorkspaceContract.WriteResult(new ActionResult()).ToString());

    [Fact]
    public void Only_what_is_set_is_written() =>
        Assert.Equal(
            """{"data":{"a": 1},"actions":[{"name":"b","main":"x","condition":["a"],"to_action":"c"}]}""",
            WorkspaceContract.WriteResult(new ActionResult
            {
                Data = JsonData.Parse("""{"a": 1}"""), Actions = [new ActionDefinition { Name = "b", Main = "x", Condition = ["a"], ToAction = "c" }],
            }).ToString());
}
