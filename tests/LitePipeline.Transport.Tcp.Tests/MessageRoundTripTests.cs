using System.Collections.Immutable;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Messages;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Secrets;
using LitePipeline.Core.Services;
using LitePipeline.Core.Tasks;
using LitePipeline.Core.Transport;

namespace LitePipeline.Transport.Tcp.Tests;

/// <summary>What goes onto the wire comes off it: writing leaves defaults out, so a required or a non-default member could be lost.</summary>
public sealed class MessageRoundTripTests
{
    private static readonly AttemptKey Attempt = new(new TaskId(Guid.NewGuid()), "first", 1);
    private static readonly TaskFolder Folder = new(Attempt.Task, DateTimeOffset.UnixEpoch, new ServiceId(Guid.NewGuid()));

    public static TheoryData<ManagerMessage> ToNode => new()
    {
        new ManagerMessage.RunAction(Assignment(JsonData.EmptyObject)),
        new ManagerMessage.RunAction(Assignment(JsonData.Parse("{\"n\": 0, \"f\": false, \"x\": null}")) with
        {
            Action = new ActionDefinition
            {
                Name = "first", Main = "python3 a.py", Condition = ["b", "c"], Env = "venv", Docker = new DockerDefinition("image", "1", JsonData.Parse("{\"gpus\":\"all\"}")),
                InputData = JsonData.Parse("{\"part\": 3}"), ToAction = "last", Artifacts = ["plots/*.png", "report.csv"],
                Retry = new RetryDefinition(3, TimeSpan.FromSeconds(1.5), 2, TimeSpan.FromMinutes(1), [75, -9]), Timeout = TimeSpan.FromSeconds(90),
            },
            Conditions = [new ConditionData("b", JsonData.Parse("{\"y\": [1, 2]}")) { Artifacts = [new Artifact("plots/1.png", new string('6', 64), 1L << 40)] }, new ConditionData("c", JsonData.EmptyObject)],
            EventResult = JsonData.EmptyObject,
            Service = new ServiceId(Guid.NewGuid()),
        }),
        new ManagerMessage.RunAction(Assignment(default)),
        new ManagerMessage.RunAction(Assignment(default) with
        {
            Action = new ActionDefinition
            {
                Name = "first", Main = "python3 a.py", Env = Guid.NewGuid().ToString(), Timeout = TimeSpan.FromSeconds(1.5),
                Retry = new RetryDefinition(3, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1), [75, 0]),
            },
            Venv = new PackageReference(new string('3', 40), new string('4', 64), PackageFormat.Zip, 7L << 32),
        }),
        new ManagerMessage.RunAction(Assignment(default) with
        {
            Action = new ActionDefinition
            {
                Name = "first", Main = "./a", Resources = new ResourceDefinition { Slots = 3, Cpu = 0.5, Memory = 2L << 30, Gpu = 1 },
                TargetEnv = new TargetEnvironment { Platform = "linux", DockerSupport = false, NodeIp = "10.0.0.1", Labels = ImmutableDictionary<string, string>.Empty.Add("disk", "ssd") },
                Docker = new DockerDefinition("image", "latest"),
            },
            DockerRegistry = "registry.example:5000",
        }),
        new ManagerMessage.RunAction(Assignment(default) with { Action = new ActionDefinition { Name = "first", Main = "./a", Resources = new ResourceDefinition() } }),
        new ManagerMessage.RunAction(Assignment(default) with { Action = new ActionDefinition { Name = "first", Handler = "h", Retry = new RetryDefinition(1, TimeSpan.Zero, 1, TimeSpan.Zero, []) } }),
        new ManagerMessage.RunAction(Assignment(default)) { Secrets = [new ActionSecret("KEY", "two\nlines \"ü\""), new ActionSecret("OTHER", "value")] },
        new ManagerMessage.StopAction(Attempt, StopSignal.Kill),
        new ManagerMessage.StopAction(Attempt, StopSignal.Terminate),
        new ManagerMessage.AcknowledgeResult(Attempt),
        new ManagerMessage.DiscardAttempt(Attempt),
        new ManagerMessage.DeleteWorkspaces([Folder, Folder with { Service = null }]),
        new ManagerMessage.DeleteWorkspaces([]),
        new ManagerMessage.DeleteServiceWorkspace(new ServiceId(Guid.NewGuid())),
        new ManagerMessage.DeleteServiceWorkspace(default),
    };

    public static TheoryData<NodeMessage> ToManager => new()
    {
        new NodeMessage.Join(new NodeDescription { Id = new NodeId(Guid.NewGuid()), Name = "n", Slots = 2, Platform = "linux", Handlers = ["h"], DockerSupport = true, Limits = "not enforced: memory: why" }, [Attempt], [Attempt]),
        new NodeMessage.Join(
            new NodeDescription
            {
                Id = new NodeId(Guid.NewGuid()), Name = "n", Slots = 2, Platform = "linux", Machine = "aarch64", Cpu = 3.5, Memory = 16L << 30, Gpu = 2,
                Labels = ImmutableDictionary<string, string>.Empty.Add("disk", "ssd"), Limits = "enforced", HttpHost = "10.0.0.1", HttpPort = 8001, Version = "0.1.0",
            }, [], []),
        new NodeMessage.Draining(),
        new NodeMessage.ActionFinished(Attempt, new ActionResult { Failure = new ActionFailure(ActionFailureKind.HandedBack, "the node was stopped") }),
        new NodeMessage.Join(new NodeDescription { Id = new NodeId(Guid.NewGuid()), Name = "", Slots = 1, Platform = "osx" }, [], []),
        new NodeMessage.ActionFinished(Attempt, new ActionResult { ReturnCode = 0, Data = JsonData.EmptyObject, StartedAt = DateTimeOffset.UnixEpoch, EndedAt = DateTimeOffset.UnixEpoch }),
        new NodeMessage.ActionFinished(Attempt, new ActionResult { ReturnCode = -9, Failure = new ActionFailure(ActionFailureKind.Exit, "it ended") }),
        new NodeMessage.ActionFinished(Attempt, new ActionResult { ReturnCode = 0, Artifacts = [new Artifact("report.csv", new string('6', 64), 0)] }),
        new NodeMessage.ActionFinished(Attempt, new ActionResult { ReturnCode = -15, Failure = new ActionFailure(ActionFailureKind.TimedOut, "") }),
        new NodeMessage.ActionFinished(Attempt, new ActionResult { Failure = new ActionFailure(ActionFailureKind.Package, "the venv is gone") }),
        new NodeMessage.ActionFinished(Attempt, new ActionResult { Actions = [new ActionDefinition { Name = "next", Handler = "h", Retry = new RetryDefinition(2) }] }),
        new NodeMessage.ActionProgressed(Attempt, 0, ""),
        new NodeMessage.ActionProgressed(Attempt, 1, "done"),
    };

    [Theory]
    [MemberData(nameof(ToNode))]
    public void What_the_manager_says_comes_off_the_wire_as_it_was(ManagerMessage message)
    {
        var json = JsonSerializer.Serialize(message, MessageJsonContext.Default.ManagerMessage);
        var back = JsonSerializer.Deserialize(json, MessageJsonContext.Default.ManagerMessage)!;
        Assert.Equivalent(message, back, strict: true);
        Assert.Equal(json, JsonSerializer.Serialize(back, MessageJsonContext.Default.ManagerMessage));
    }

    [Theory]
    [MemberData(nameof(ToManager))]
    public void What_a_node_says_comes_off_the_wire_as_it_was(NodeMessage message)
    {
        var json = JsonSerializer.Serialize(message, MessageJsonContext.Default.NodeMessage);
        var back = JsonSerializer.Deserialize(json, MessageJsonContext.Default.NodeMessage)!;
        Assert.Equivalent(message, back, strict: true);
        Assert.Equal(json, JsonSerializer.Serialize(back, MessageJsonContext.Default.NodeMessage));
    }

    public static TheoryData<StreamRequest> Asked => new()
    {
        new StreamRequest.Package(new string('5', 64)),
        new StreamRequest.Workspace(Folder, "first"),
        new StreamRequest.Log(Folder with { Service = null }, "first", 0, false),
        new StreamRequest.ArtifactFile(Folder, "first", "plots/1.png"),
        new StreamRequest.Log(Folder, "first", 1L << 40, true, Attempt: 2),
        new StreamRequest.Log(Folder, "first", 7, true, Parts: true),
    };

    [Theory]
    [MemberData(nameof(Asked))]
    public void What_is_asked_for_comes_off_the_wire_as_it_was(StreamRequest request)
    {
        var json = JsonSerializer.Serialize(request, MessageJsonContext.Default.StreamRequest);
        Assert.Equal(request, JsonSerializer.Deserialize(json, MessageJsonContext.Default.StreamRequest));
    }

    private static ActionAssignment Assignment(JsonData input) => new()
    {
        Attempt = Attempt,
        Action = new ActionDefinition { Name = "first", Handler = "h" },
        Application = new AppId(Guid.NewGuid()),
        Package = new PackageReference(new string('1', 40), new string('2', 64), PackageFormat.TarGz, 0),
        TaskName = "",
        TaskCreatedAt = DateTimeOffset.UnixEpoch,
        TaskInput = input,
    };
}
