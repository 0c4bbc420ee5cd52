using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Core.Tests.Actions;

public class WriteInputTests
{
    private static readonly ActionAssignment Plain = new()
    {
        Attempt = new AttemptKey(TaskId.Create(Guid.Parse("9ef6623c-16df-4807-8744-77eabc7c5ea6")), "third", 1),
        Action = new ActionDefinition { Name = "third", Main = "x" },
        Application = AppId.Create(Guid.Empty),
        Package = new PackageReference("1", "2", PackageFormat.Zip, 3),
        TaskName = "täglich",
        TaskCreatedAt = new DateTimeOffset(2026, 3, 4, 5, 6, 7, 89, TimeSpan.FromHours(2)),
        TaskInput = JsonData.EmptyObject,
    };

    [Fact]
    public void The_node_s_keys_are_always_there()
    {
        var created = Plain.TaskCreatedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

        Assert.Equal(
            """{"task_id":"9ef6623c-16df-4807-8744-77eabc7c5ea6","workspace":"/w s/third","ldfs_host":null,"ldfs_port":null,"ldfs_user":null,"ldfs_password":null,"""
            + $$$"""  "action_info":{"task_create_at":"{{{created}}}","task_name":"t\u00e4glich","action_name":"third","attempt":1,"http_host":"10.0.0.1","http_port":8001}}""".Trim(),
            Text(Plain));
    }

    [Fact]
    public void Later_inputs_win_over_earlier_ones()
    {
        var input = Read(Plain with
        {
            Action = Plain.Action with { InputData = JsonData.Parse("""{"own": 1, "both": "own", "first": "own", "ldfs_host": "h"}""") },
            TaskInput = JsonData.Parse("""{"both": "task", "first": "task", "twice": 1, "twice": 2}"""),
            Conditions = [new ConditionData("first", JsonData.Parse("""{"rows": 3}""")), new ConditionData("second", default)],
        });

        Assert.Equal("1", input["own"].GetRawText());
        Assert.Equal("task", input["both"].GetString());
        Assert.Equal("2", input["twice"].GetRawText());
        Assert.Equal("""{"rows": 3}""", input["first"].GetRawText());
        Assert.Equal("{}", input["second"].GetRawText());
        Assert.Equal("h", input["ldfs_host"].GetString());
        Assert.Equal(JsonValueKind.Null, input["ldfs_port"].ValueKind);
    }

    [Fact]
    public void Where_artifacts_of_conditions_lie_is_told_beside_the_action_s_own()
    {
        var input = Read(Plain with
        {
            Conditions =
            [
                new ConditionData("first: a", default) { Artifacts = [new Artifact("plots/ü.png", "1", 2), new Artifact("report.csv", "2", 3)] },
                new ConditionData("second", default),
            ],
        });
        Assert.Equal(
            """{"first: a":{"plots/ü.png":"/w s/third/artifacts/first%3A a/plots/ü.png","report.csv":"/w s/third/artifacts/first%3A a/report.csv"}}""",
            Regex.Unescape(input["action_info"].GetProperty("artifacts").GetRawText()));
    }

    [Fact]
    public void No_input_overrides_the_node_s_keys()
    {
        var forged = JsonData.Parse("""{"task_id": "forged", "workspace": "/etc", "action_info": {}, "work\u0073pace": "/etc"}""");
        var input = Read(Plain with { Action = Plain.Action with { InputData = forged }, TaskInput = forged });

        Assert.Equal("9ef6623c-16df-4807-8744-77eabc7c5ea6", input["task_id"].GetString());
        Assert.Equal("/w s/third", input["workspace"].GetString());
        Assert.Equal("third", input["action_info"].GetProperty("action_name").GetString());
    }

    [Fact]
    public void An_event_action_gets_the_results()
    {
        var fail = Plain with { Action = new ActionDefinition { Name = "fail", Main = "x" }, TaskInput = JsonData.Parse("""{"result": "mine", "a": 1}""") };

        Assert.Equal("""{"first":{}}""", Read(fail with { EventResult = JsonData.Parse("""{"first":{}}""") })["result"].GetRawText());
        Assert.Equal("{}", Read(fail)["result"].GetRawText());
        Assert.Equal("mine", Read(fail with { Action = Plain.Action })["result"].GetString());
    }

    [Fact]
    public void The_text_is_ascii_and_means_the_same()
    {
        var text = Text(Plain with { TaskInput = JsonData.Parse("""{"ключ": ["ü", "😀", "\u00fc"]}""") });

        Assert.True(Ascii.IsValid(text));
        using var document = JsonDocument.Parse(text);
        Assert.Equal(["ü", "😀", "ü"], document.RootElement.GetProperty("ключ").EnumerateArray().Select(item => item.GetString()));
    }

    [Fact]
    public void Halves_of_surrogate_pairs_pass_through() =>
        Assert.Equal("\"\\ud83d\"", Read(Plain with { TaskInput = JsonData.Parse("""{"x": "\ud83d", "\ud83d": 1}""") })["x"].GetRawText());

    [Fact]
    public void An_input_that_is_no_object_is_refused() =>
        Assert.Throws<ArgumentException>(() => Text(Plain with { TaskInput = JsonData.Parse("[1]") }));

    private static string Text(ActionAssignment assignment)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WorkspaceContract.WriteInput(
            buffer, assignment, "/w s/third", new NodeDescription { Id = NodeId.Create(Guid.Empty), Name = "n", Slots = 1, Platform = "linux", HttpHost = "10.0.0.1", HttpPort = 8001 });
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The members by name; a key that is there twice fails.</summary>
    private static Dictionary<string, JsonElement> Read(ActionAssignment assignment)
    {
        using var document = JsonDocument.Parse(Text(assignment));
        return document.RootElement.Clone().EnumerateObject().ToDictionary(property => property.Name, property => property.Value);
    }
}
