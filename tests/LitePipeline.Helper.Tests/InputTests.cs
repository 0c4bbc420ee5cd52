using System.Buffers;
using System.Text.Json;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Applications;
using LitePipeline.Core.Artifacts;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Nodes;
using LitePipeline.Core.Packages;
using LitePipeline.Core.Tasks;

namespace LitePipeline.Helper.Tests;

public class InputTests
{
    private sealed record Input(int RowCount, string TaskId);

    [Fact]
    public void The_workspace_is_the_first_argument()
    {
        using var folder = new WorkspaceFolder();
        var context = ActionContext.Create(folder.Args);

        Assert.Equal(folder.Path, context.Workspace);
        Assert.Equal(3, context.Input.GetProperty("row_count").GetInt32());
        Assert.Equal(("9ef6623c-16df-4807-8744-77eabc7c5ea6", "nightly", "second"), (context.TaskId, context.TaskName, context.ActionName));
        Assert.Equal(new Input(3, context.TaskId), context.GetInput<Input>());
    }

    [Fact]
    public void What_a_node_writes_is_read()
    {
        using var folder = new WorkspaceFolder();
        var task = TaskId.Create(Guid.NewGuid());
        var text = new ArrayBufferWriter<byte>();
        WorkspaceContract.WriteInput(
            text,
            new ActionAssignment
            {
                Attempt = new AttemptKey(task, "last", 2),
                Action = new ActionDefinition { Name = "last", Main = "./last", Condition = ["first"] },
                Application = AppId.Create(Guid.NewGuid()),
                Package = new PackageReference("1", "2", PackageFormat.TarGz, 3),
                TaskName = "täglich",
                TaskCreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
                TaskInput = JsonData.Parse("""{"row_count": 12}"""),
                Conditions =
                [
                    new ConditionData("first", JsonData.Parse("""{"city": "Köln"}""")) { Artifacts = [new Artifact("plots/ü.png", new string('1', 64), 3)] },
                ],
            },
            folder.Path,
            new NodeDescription { Id = NodeId.Create(Guid.NewGuid()), Name = "n", Slots = 1, Platform = "linux" });
        File.WriteAllBytes(Path.Combine(folder.Path, WorkspaceContract.InputFile), text.WrittenSpan);

        var context = ActionContext.Create(folder.Args);

        Assert.Equal((task.ToString(), "täglich", "last"), (context.TaskId, context.TaskName, context.ActionName));
        Assert.Equal(12, context.GetInput<Input>().RowCount);
        Assert.Equal("Köln", context.GetCondition("first").GetProperty("city").GetString());
        Assert.Equal(Path.Combine(folder.Path, "artifacts/first/plots/ü.png"), context.GetArtifact("first", "plots/ü.png"));
        Assert.Equal("plots/ü.png", Assert.Single(context.GetArtifacts("first")).Key);
        Assert.Empty(context.GetArtifacts("second"));
        Assert.Contains("'second' has left no artifact 'x'", Assert.Throws<KeyNotFoundException>(() => context.GetArtifact("second", "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_condition_that_is_not_there_is_named()
    {
        using var folder = new WorkspaceFolder();
        var context = ActionContext.Create(folder.Args);

        Assert.Equal(7, context.GetCondition("first").GetProperty("total").GetInt32());
        Assert.Contains("'other'", Assert.Throws<KeyNotFoundException>(() => context.GetCondition("other")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_by_hand_may_be_empty()
    {
        using var folder = new WorkspaceFolder("{}");
        var context = ActionContext.Create(folder.Args);

        Assert.Equal(("", "", ""), (context.TaskId, context.TaskName, context.ActionName));
        Assert.Equal(JsonValueKind.Object, context.Input.ValueKind);
    }

    [Theory]
    [InlineData(null, "has no file")]
    [InlineData("", "is not JSON")]
    [InlineData("{", "is not JSON")]
    [InlineData("[]", "that is not an object")]
    public void A_workspace_that_cannot_be_used_is_explained(string? input, string what)
    {
        using var folder = new WorkspaceFolder(input);
        var message = Assert.Throws<WorkspaceException>(() => ActionContext.Create(folder.Args)).Message;

        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.Contains("To run by hand, create a folder with a file input.data", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_workspace_the_error_says_how_to_run_by_hand()
    {
        Assert.StartsWith("This action was started without a workspace. ", Assert.Throws<WorkspaceException>(() => ActionContext.Create([])).Message, StringComparison.Ordinal);
        Assert.Contains("is not a folder", Assert.Throws<WorkspaceException>(() => ActionContext.Create(["/no/such/folder"])).Message, StringComparison.Ordinal);
    }
}
