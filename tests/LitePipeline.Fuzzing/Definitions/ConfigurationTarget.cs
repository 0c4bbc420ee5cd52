using System.Text.Json;
using CsCheck;
using LitePipeline.Core;
using LitePipeline.Core.Definitions;
using LitePipeline.Fuzzing.Generation;
using LitePipeline.Hosting.Packages;

namespace LitePipeline.Fuzzing.Definitions;

/// <summary>What users write: an application's <c>configuration.json</c>, a workflow, an action's <c>output.data</c>, and the <c>target_env</c> of a task's input.</summary>
/// <remarks>
/// What holds: a text is read, or refused with the place of each problem; the memory that this takes grows with the text only; an application
/// or an output that was read can be written and comes back the same.
/// </remarks>
internal sealed class ConfigurationTarget : FuzzTarget
{
    // Half a megabyte is what a refusal with all of its problems may take for the least text.
    private const long FreeBytes = 512 * 1024, BytesForEach = 4096;

    private static readonly Gen<string> Amount = Gen.Frequency((6, Gen.OneOfConst("1", "2", "3", "10")), (1, JsonTexts.Number));

    private static readonly Gen<string> Main = Gen.Frequency((12, Gen.OneOfConst("\"python first.py\"", "\"./run 'a b'\"", "\"echo $(id)\"")), (1, Gen.OneOfConst("\"\"", "\" \"")), (1, JsonTexts.Text));

    // Names of actions that are there, for the most part, so that the rules about all of them together are reached.
    private static readonly Gen<string> Known = Gen.Frequency((12, Gen.OneOfConst("\"first\"", "\"second\"")), (1, Gen.OneOfConst("\"third\"", "\"frist\"")), (1, JsonTexts.Text));

    private static readonly Gen<string> Condition = Gen.Frequency((6, Gen.Const("[]")), (6, Gen.OneOfConst("[\"first\"]", "[\"second\"]", "[\"first\",\"second\"]")), (2, JsonTexts.ArrayOf(Known)));

    private static readonly Gen<string> Actions = Gen.Select(Action("first", Gen.Const("[]")), Action("second", Gen.Const("[\"first\"]")), Action("third", Condition), Gen.Int[1, 3], (one, two, three, count) => $"[{string.Join(',', ((string[])[one, two, three])[..count])}]");

    private static readonly Gen<string> Generated = JsonTexts.ObjectOf([.. Runs(), ("name*", Gen.OneOf(JsonTexts.Text, Known)), ("main*", Main), ("condition", Condition), ("input_data", JsonTexts.Any), ("to_action", JsonTexts.Text)]);

    private static readonly Gen<string> Application = JsonTexts.ObjectOf(
        ("actions*", Gen.Frequency((20, Actions), (1, JsonTexts.ArrayOf(Action("first", Condition))))), ("output_action*", Gen.Const("\"first\"")),
        ("event_actions", JsonTexts.ObjectOf(("success", JsonTexts.ObjectOf([.. Runs(), ("main*", Main)])), ("fail", JsonTexts.ObjectOf([.. Runs(), ("main*", Main)])))),
        ("max_running_tasks", JsonTexts.Number), ("input_schema", JsonTexts.Any));

    private static readonly Gen<string> Workflow = JsonTexts.ObjectOf(
        ("applications*", JsonTexts.ArrayOf(JsonTexts.ObjectOf(("name*", JsonTexts.Text), ("app_id*", Gen.Guid.Select(id => $"\"{id}\"")), ("condition", Condition)))),
        ("event_applications", JsonTexts.ObjectOf(("success", JsonTexts.ObjectOf(("app_id*", JsonTexts.Text))), ("fail", JsonTexts.ObjectOf(("app_id*", JsonTexts.Text))))));

    private static readonly Gen<string> Output = JsonTexts.ObjectOf(("data", JsonTexts.Any), ("actions", JsonTexts.ArrayOf(Generated)));

    private static readonly Gen<string> Input = JsonTexts.ObjectOf(("target_env", JsonTexts.ObjectOf(("first", Target()), ("second", Target()))), ("a", JsonTexts.Any));

    // A valid application, so that most edits fall on one that was right.
    private static readonly Gen<string> Valid = Gen.Const("""
        {"actions":[{"name":"first","main":"python first.py","env":"venvs/v","retry":{"attempts":3,"backoff":{"delay":1,"factor":2,"max":60},"on_exit_codes":[1,2]},"timeout":3600,
        "resources":{"slots":1,"cpu":0.5,"memory":"1g","gpu":1},"artifacts":["report.csv","plots/*.png"],"cache":true,"target_env":{"platform":"linux","docker_support":true,"node_id":"0b1d7b3c-2f67-4c1b-9d4e-6f1f2a3b4c5d","zone":"a"}},
        {"name":"second","condition":["first"],"main":"./run","docker":{"name":"image","tag":"1","args":{"mem_limit":"1g","ports":{"8000/tcp":8000},"environment":["A=b"],"volumes":{"/data":{"bind":"/data","mode":"ro"}}}}}],
        "event_actions":{"success":{"main":"true"},"fail":{"handler":"tell"}},"output_action":"second","max_running_tasks":3,"input_schema":{"type":"object"}}
        """);

    public override string Name => "configurations";

    public override string What => "the readers of configuration.json, workflows, output.data and target_env";

    public override Gen<byte[]> Cases { get; } = Gen.Frequency(
        (4, Of(0, Application.Bytes())), (1, Of(0, Application.Bytes().Spoiled())), (4, Of(0, Valid.Bytes().Spoiled())),
        (2, Of(1, Workflow.Bytes().Spoiled())), (2, Of(2, Output.Bytes().Spoiled())), (1, Of(3, Input.Bytes().Spoiled())), (1, Of(0, Edits.Nothing)));

    public override string Run(byte[] input)
    {
        if (input.Length == 0) return "nothing";
        var json = input.AsMemory(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var outcome = Read((input[0] % 4) switch
        {
            0 => "application", 1 => "workflow", 2 => "output", _ => "target_env",
        }, json);
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        PromiseBrokenException.Unless(taken <= FreeBytes + BytesForEach * json.Length, $"A text of {json.Length} bytes took {taken} bytes.");
        return outcome;
    }

    private static string Read(string what, ReadOnlyMemory<byte> json)
    {
        try
        {
            switch (what)
            {
                case "application":
                    var text = ConfigurationWriter.Write(DefinitionReader.ReadApplication(json));
                    RequireSame(text, ConfigurationWriter.Write(DefinitionReader.ReadApplication(text)));
                    break;
                case "workflow":
                    _ = DefinitionReader.ReadWorkflow(json);
                    break;
                case "output":
                    var written = Write(DefinitionReader.ReadOutput(json));
                    RequireSame(written, Write(DefinitionReader.ReadOutput(written)));
                    break;
                default:
                    _ = DefinitionReader.ReadTargetOverrides(JsonData.Parse(json));
                    break;
            }

            return $"{what} read";
        }
        catch (DefinitionInvalidException refused)
        {
            PromiseBrokenException.Unless(refused.Problems.Count is > 0 and <= 1001, $"A refusal has {refused.Problems.Count} problems.");
            foreach (var problem in refused.Problems) PromiseBrokenException.Unless(problem.Path.StartsWith('$') && problem.Message.Length > 0, $"A problem has no place or no words: {problem}");
            return $"{what} refused";
        }
        catch (JsonException) when (what == "target_env")
        {
            // A task's input is JSON already where it is read.
            return "input is no JSON";
        }
    }

    private static byte[] Write(Core.Actions.ActionOutput output)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("data");
            writer.WriteRawValue(output.Data.Utf8.Span);
            writer.WriteStartArray("actions");
            foreach (var action in output.Actions) DefinitionWriter.WriteAction(writer, action);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return text.ToArray();
    }

    private static void RequireSame(byte[] one, byte[] other) =>
        PromiseBrokenException.Unless(one.AsSpan().SequenceEqual(other), $"What was read does not come back as it was: {System.Text.Encoding.UTF8.GetString(one)} came back as {System.Text.Encoding.UTF8.GetString(other)}");

    private static (string, Gen<string>)[] Runs() =>
    [
        ("env", Gen.Frequency((3, Gen.OneOfConst("\"venvs/venv\"", "\"0b1d7b3c-2f67-4c1b-9d4e-6f1f2a3b4c5d\"")), (1, JsonTexts.Text))), ("timeout", Amount), ("cache", JsonTexts.Flag), ("artifacts", JsonTexts.ArrayOf(Gen.Frequency((4, Gen.OneOfConst("\"report.csv\"", "\"plots/*.png\"")), (1, JsonTexts.Text)))),
        ("resources", JsonTexts.ObjectOf(("slots", Amount), ("cpu", Amount), ("memory", Gen.OneOf(Amount, Gen.OneOfConst("\"1g\"", "\"99999999999g\"", "\"1.5m\""))), ("gpu", Amount))),
        ("retry", JsonTexts.ObjectOf(("attempts*", Amount), ("backoff", Gen.OneOf(Amount, JsonTexts.ObjectOf(("delay*", Amount), ("factor", Amount), ("max", Amount)))), ("on_exit_codes", JsonTexts.ArrayOf(Amount)))),
        ("docker", JsonTexts.ObjectOf(("name*", JsonTexts.Text), ("tag", JsonTexts.Text), ("args", JsonTexts.ObjectOf(
            ("mem_limit", Gen.OneOf(JsonTexts.Any, Gen.Const("\"1g\""))), ("ports", Gen.OneOf(JsonTexts.Any, JsonTexts.ObjectOf(("8000/tcp", JsonTexts.Any), ("53/udp", JsonTexts.Any)))), ("volumes", JsonTexts.Any), ("environment", JsonTexts.Any), ("devices", JsonTexts.Any), ("gpus", JsonTexts.Any), ("entrypoint", JsonTexts.Any), ("user", JsonTexts.Any), ("nano_cpus", JsonTexts.Number))))),
        ("target_env", Target()),
    ];

    private static Gen<string> Action(string name, Gen<string> condition) =>
        JsonTexts.ObjectOf([.. Runs(), ("name*", Gen.Frequency((20, Gen.Const($"\"{name}\"")), (1, JsonTexts.Text))), ("main*", Main), ("condition*", condition)]);

    private static Gen<string> Target() => JsonTexts.ObjectOf(("platform", JsonTexts.Text), ("docker_support", JsonTexts.Flag), ("node_id", JsonTexts.Text), ("node_ip", JsonTexts.Text), ("zone", JsonTexts.Text));

    private static Gen<byte[]> Of(byte kind, Gen<byte[]> text) => text.Select(bytes => (byte[])[kind, .. bytes]);
}
