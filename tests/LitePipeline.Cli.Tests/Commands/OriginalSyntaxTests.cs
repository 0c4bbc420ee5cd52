using LitePipeline.Cli.Commands;

namespace LitePipeline.Cli.Tests.Commands;

/// <summary>Every object, operation and flag of the original's tool. A flag in the table is short/long, ! where it is needed, = before its choices.</summary>
public class OriginalSyntaxTests
{
    private const string Id = "2f1b7f9e-6c1d-4d6a-9a0e-0f5b7c3d2e11";

    private static readonly string[] Switches = ["--raw", "--force"];
    private static readonly string[] Numbers = ["--offset", "--limit", "--minute", "--hour", "--day_of_month", "--day_of_week"];

    public static TheoryData<string, string> Operations() => new()
    {
        { "venv create", "-f/--file! -n/--name! -d/--description -r/--raw" },
        { "venv delete", "-v/--venv_id! -r/--raw" },
        { "venv update", "-v/--venv_id! -f/--file -n/--name -d/--description -r/--raw" },
        { "venv list", "-o/--offset -l/--limit -v/--venv_id -n/--name -r/--raw" },
        { "venv info", "-v/--venv_id! -r/--raw" },
        { "venv download", "-v/--venv_id! -s/--sha1 -r/--raw" },
        { "venv_history delete", "-v/--venv_id! -H/--history_id! -r/--raw" },
        { "venv_history activate", "-v/--venv_id! -H/--history_id! -r/--raw" },
        { "venv_history list", "-v/--venv_id! -o/--offset -l/--limit -r/--raw" },
        { "venv_history info", "-v/--venv_id! -H/--history_id! -r/--raw" },
        { "app create", "-f/--file! -n/--name! -d/--description -r/--raw" },
        { "app delete", "-a/--app_id! -r/--raw" },
        { "app update", "-a/--app_id! -f/--file -n/--name -d/--description -r/--raw" },
        { "app list", "-o/--offset -l/--limit -a/--app_id -n/--name -r/--raw" },
        { "app info", "-a/--app_id! -r/--raw" },
        { "app download", "-a/--app_id! -s/--sha1 -r/--raw" },
        { "app_history delete", "-a/--app_id! -H/--history_id! -r/--raw" },
        { "app_history activate", "-a/--app_id! -H/--history_id! -r/--raw" },
        { "app_history list", "-a/--app_id! -o/--offset -l/--limit -r/--raw" },
        { "app_history info", "-a/--app_id! -H/--history_id! -r/--raw" },
        { "task create", "-a/--app_id! -n/--name! -i/--input -r/--raw" },
        { "task delete", "-t/--task_id! -r/--raw" },
        { "task list", "-o/--offset -l/--limit -t/--task_id -a/--app_id -w/--work_id -n/--name -s/--stage=pending|running|finished -S/--status=success|fail|kill|cancel|terminate|error -r/--raw" },
        { "task info", "-t/--task_id! -r/--raw" },
        { "task rerun", "-t/--task_id! -r/--raw" },
        { "task recover", "-t/--task_id! -r/--raw" },
        { "task stop", "-t/--task_id! -g/--signal -r/--raw" },
        { "cluster info", "-r/--raw" },
        { "workspace delete", "-t/--task_id! -r/--raw" },
        { "workspace download", "-t/--task_id! -n/--name! -f/--force -r/--raw" },
        { "workflow create", "-n/--name! -c/--config -d/--description -e/--enable=true|false -r/--raw" },
        { "workflow delete", "-w/--workflow_id! -r/--raw" },
        { "workflow update", "-w/--workflow_id! -n/--name -c/--config -d/--description -e/--enable=true|false -r/--raw" },
        { "workflow list", "-o/--offset -l/--limit -w/--workflow_id -n/--name -r/--raw" },
        { "workflow info", "-w/--workflow_id! -r/--raw" },
        { "work create", "-w/--workflow_id! -n/--name! -i/--input -r/--raw" },
        { "work delete", "-w/--work_id! -r/--raw" },
        { "work list", "-o/--offset -l/--limit -w/--work_id -W/--workflow_id -n/--name -s/--stage=pending|running|finished -S/--status=success|fail|kill|cancel|terminate|error -r/--raw" },
        { "work info", "-w/--work_id! -r/--raw" },
        { "work rerun", "-w/--work_id! -r/--raw" },
        { "work recover", "-w/--work_id! -r/--raw" },
        { "work stop", "-w/--work_id! -g/--signal -r/--raw" },
        { "schedule create", "-a/--app_id -w/--workflow_id -n/--name! -i/--input -m/--minute -H/--hour -d/--day_of_month -D/--day_of_week -e/--enable=true|false -r/--raw" },
        { "schedule update", "-s/--schedule_id! -a/--app_id -w/--workflow_id -n/--name -i/--input -m/--minute -H/--hour -d/--day_of_month -D/--day_of_week -e/--enable=true|false -r/--raw" },
        { "schedule delete", "-s/--schedule_id! -r/--raw" },
        { "schedule list", "-o/--offset -l/--limit -s/--schedule_id -a/--app_id -w/--workflow_id -n/--name -e/--enable=true|false -r/--raw" },
        { "schedule info", "-s/--schedule_id! -r/--raw" },
        { "service create", "-n/--name! -a/--app_id! -i/--input -d/--description -e/--enable=true|false -r/--raw" },
        { "service update", "-s/--service_id! -a/--app_id -n/--name -i/--input -d/--description -e/--enable=true|false -r/--raw" },
        { "service delete", "-s/--service_id! -r/--raw" },
        { "service list", "-o/--offset -l/--limit -s/--service_id -a/--app_id -n/--name -e/--enable=true|false -r/--raw" },
        { "service info", "-s/--service_id! -r/--raw" },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operation_takes_all_of_its_flags_short_and_long(string operation, string flags)
    {
        foreach (var place in (int[])[0, 1])
        {
            string[] line = ["127.0.0.1:8000", "-W", "20", "-u", "user", "-p", "password", .. operation.Split(' '), .. Flags(flags).SelectMany(flag => Words(flag, place))];
            var parsed = LitePipelineCommand.Create(_ => null).Parse(line);
            Assert.Empty(parsed.Errors);
            Assert.Empty(parsed.UnmatchedTokens);
            Assert.Equal(operation.Split(' ')[1], parsed.CommandResult.Command.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task An_operation_asks_for_the_flags_that_it_needs(string operation, string flags)
    {
        var all = Flags(flags).Where(flag => flag.IsNeeded).ToList();
        foreach (var needed in all)
        {
            string[] others = [.. all.Where(flag => flag != needed).SelectMany(flag => Words(flag, 0))];
            var run = await Ran.ToolAsync(["127.0.0.1:8000", .. operation.Split(' '), .. others]);
            Assert.Equal(2, run.ExitCode);
            Assert.Contains(needed.Names[1], run.Error);
            Assert.Contains($"See 'litepipeline {operation} --help'.", run.Error);
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task An_operation_says_which_words_a_flag_takes(string operation, string flags)
    {
        foreach (var chosen in Flags(flags).Where(flag => flag.Choices.Length > 0))
        {
            string[] needed = [.. Flags(flags).Where(flag => flag.IsNeeded).SelectMany(flag => Words(flag, 0))];
            var run = await Ran.ToolAsync(["127.0.0.1:8000", .. operation.Split(' '), .. needed, chosen.Names[0], "sideways"]);
            Assert.Equal(2, run.ExitCode);
            Assert.All(chosen.Choices, choice => Assert.Contains(choice, run.Error));
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task An_operation_has_a_help_page_that_names_its_flags(string operation, string flags)
    {
        var run = await Ran.ToolAsync([.. operation.Split(' '), "--help"]);
        Assert.Equal(0, run.ExitCode);
        Assert.All(Flags(flags), flag => Assert.Contains($"{flag.Names[0]}, {flag.Names[1]}", run.Output));
    }

    [Fact]
    public void Behind_work_list_W_is_the_workflow_and_before_it_the_width()
    {
        var parsed = LitePipelineCommand.Create(_ => null).Parse(["h:1", "-W", "20", "work", "list", "-W", Id]);
        Assert.Empty(parsed.Errors);
        Assert.Equal(Id, parsed.GetValue<string>("--workflow_id"));
    }

    [Fact]
    public void Behind_venv_v_is_its_id_and_alone_the_version()
    {
        Assert.Equal(Id, LitePipelineCommand.Create(_ => null).Parse(["h:1", "venv", "info", "-v", Id]).GetValue<string>("--venv_id"));
        using var output = new StringWriter();
        Assert.Equal(0, LitePipelineCommand.Create(_ => null).Parse(["-v"]).Invoke(new() { Output = output }));
        Assert.Matches(@"^\d+\.\d+\.\d+", output.ToString());
    }

    private static IEnumerable<Flag> Flags(string flags) => flags.Split(' ').Select(Flag.Of);

    private static IEnumerable<string> Words(Flag flag, int place) => Switches.Contains(flag.Names[1])
        ? [flag.Names[place]]
        : [flag.Names[place], flag.Choices.Length > 0 ? flag.Choices[0] : flag.Names[1] == "--signal" ? "-15" : Numbers.Contains(flag.Names[1]) ? "1" : Id];

    private sealed record Flag(string[] Names, bool IsNeeded, string[] Choices)
    {
        public static Flag Of(string text)
        {
            var parts = text.Split('=');
            return new Flag(parts[0].TrimEnd('!').Split('/'), parts[0].EndsWith('!'), parts.Length > 1 ? parts[1].Split('|') : []);
        }
    }
}
