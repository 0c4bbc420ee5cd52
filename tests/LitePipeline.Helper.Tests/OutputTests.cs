using System.Text.Json.Nodes;
using LitePipeline.Core;
using LitePipeline.Core.Definitions;

namespace LitePipeline.Helper.Tests;

public sealed class OutputTests : IDisposable
{
    private readonly WorkspaceFolder _folder = new();
    private readonly ActionContext _context;

    public OutputTests() => _context = ActionContext.Create(_folder.Args);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Data_is_read_by_a_node_in_snake_case()
    {
        _context.SetOutput(new { RowCount = 3, City = "Köln" });

        Assert.Equal("""{"row_count":3,"city":"Köln"}""", _folder.ReadOutput().Data.ToString());
        Assert.Empty(_folder.ReadOutput().Actions);
    }

    [Fact]
    public void Generated_actions_are_read_by_a_node_as_they_were_meant()
    {
        _context.AddAction(new NewAction("second_1", "python second.py")
        {
            Condition = ["first"],
            Env = "venvs/venv",
            InputData = new { Month = 1 },
            ToAction = "third",
            Artifacts = ["report.csv", "plots/*.png"],
            Docker = new Container("python", "3.12") { Args = new JsonObject { ["mem_limit"] = "10m" } },
            TargetEnv = new Target("linux", true, "9ef6623c-16df-4807-8744-77eabc7c5ea6", "10.0.0.1"),
        });
        _context.AddAction(new NewAction("second_2") { Handler = "Count" });
        _context.AddAction(new NewAction("second_3", "x"), new JsonObject { ["month"] = 3 });
        _context.WriteOutput();

        var output = _folder.ReadOutput();
        Assert.Equal(JsonData.EmptyObject, output.Data);
        var first = output.Actions[0];
        Assert.Equal(("second_1", "python second.py", "venvs/venv", "third"), (first.Name, first.Main, first.Env, first.ToAction));
        Assert.Equal<string>(["first"], first.Condition);
        Assert.Equal<string>(["report.csv", "plots/*.png"], first.Artifacts);
        Assert.Equal("""{"month":1}""", first.InputData.ToString());
        Assert.Equal(new DockerDefinition("python", "3.12", JsonData.Parse("""{"mem_limit":"10m"}""")), first.Docker);
        Assert.Equal(
            new TargetEnvironment { Platform = "linux", DockerSupport = true, NodeId = "9ef6623c-16df-4807-8744-77eabc7c5ea6", NodeIp = "10.0.0.1" }, first.TargetEnv);
        Assert.Equal(("second_2", null, "Count", true), (output.Actions[1].Name, output.Actions[1].Main, output.Actions[1].Handler, output.Actions[1].InputData.IsEmpty));
        Assert.Equal("""{"month":3}""", output.Actions[2].InputData.ToString());
    }

    [Fact]
    public void Retries_and_timeouts_are_read_by_a_node_as_they_were_meant()
    {
        _context.AddAction(new NewAction("a", "x")
        {
            Retry = new Retry(5) { Delay = TimeSpan.FromSeconds(1.5), Factor = 2, MaxDelay = TimeSpan.FromMinutes(1), OnExitCodes = [75, -9] },
            Timeout = TimeSpan.FromMinutes(2),
        });
        _context.AddAction(new NewAction("b", "x") { Retry = new Retry(2) { Delay = TimeSpan.FromSeconds(3) } });
        _context.WriteOutput();

        var actions = _folder.ReadOutput().Actions;
        var retry = actions[0].Retry!;
        Assert.Equal((5, 1.5, 2, 60), (retry.Attempts, retry.Delay.TotalSeconds, retry.Factor, retry.MaxDelay.TotalSeconds));
        Assert.Equal<int>([75, -9], retry.OnExitCodes);
        Assert.Equal(TimeSpan.FromMinutes(2), actions[0].Timeout);
        Assert.Equal([3, 3], new[] { 1, 9 }.Select(failures => actions[1].Retry!.PauseAfter(failures).TotalSeconds));
        Assert.Throws<ArgumentException>(() => _context.AddAction(new NewAction("c", "x") { Retry = new Retry(0) }));
        Assert.Throws<ArgumentException>(() => _context.AddAction(new NewAction("c", "x") { Retry = new Retry(2) { Factor = double.NaN } }));
        Assert.Throws<ArgumentException>(() => _context.AddAction(new NewAction("c", "x") { Timeout = TimeSpan.Zero }));
    }

    [Fact]
    public void Setting_the_output_keeps_the_actions_and_replaces_the_data()
    {
        _context.AddAction(new NewAction("a", "x"));
        _context.SetOutput(new { Version = 1 });
        _context.SetOutput(new { Version = 2 });

        Assert.Equal("""{"version":2}""", _folder.ReadOutput().Data.ToString());
        Assert.Single(_folder.ReadOutput().Actions);
        Assert.Equal([_folder.OutputFile], Directory.GetFiles(_folder.Path, "output*"));
    }

    [Fact]
    public void Data_that_is_no_object_is_refused_and_leaves_the_file_alone()
    {
        _context.SetOutput(new { Good = true });

        Assert.Contains("must be an object", Assert.Throws<ArgumentException>(() => _context.SetOutput(new[] { 1 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _context.SetOutput(new { Bad = double.NaN }));
        Assert.Equal("""{"good":true}""", _folder.ReadOutput().Data.ToString());
    }

    [Fact]
    public void Actions_that_could_not_run_are_refused()
    {
        _context.AddAction(new NewAction("a", "x"));

        Assert.Throws<ArgumentException>(() => new NewAction("", "x"));
        Assert.Throws<ArgumentException>(() => _context.AddAction(new NewAction("b")));
        Assert.Throws<ArgumentException>(() => _context.AddAction(new NewAction("b", "x") { Handler = "H" }));
        Assert.Throws<ArgumentException>(() => _context.AddAction(new NewAction("b", "x") { InputData = 3 }));
        Assert.Throws<ArgumentException>(() => _context.AddAction(new NewAction("a", "y")));
        _context.WriteOutput();
        Assert.Equal("x", Assert.Single(_folder.ReadOutput().Actions).Main);
    }
}
