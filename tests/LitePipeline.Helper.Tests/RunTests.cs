namespace LitePipeline.Helper.Tests;

public class RunTests
{
    [Fact]
    public async Task Success_is_exit_code_0_and_writes_what_was_added()
    {
        using var folder = new WorkspaceFolder();

        Assert.Equal(0, await ActionContext.RunAsync(folder.Args, context =>
        {
            context.SetOutput(new { Done = true });
            context.AddAction(new NewAction("late", "x"));
            return Task.CompletedTask;
        }));
        Assert.Equal("""{"done":true}""", folder.ReadOutput().Data.ToString());
        Assert.Equal("late", Assert.Single(folder.ReadOutput().Actions).Name);
    }

    [Fact]
    public async Task An_action_without_output_leaves_no_file()
    {
        using var folder = new WorkspaceFolder();

        Assert.Equal(0, await ActionContext.RunAsync(folder.Args, _ => Task.CompletedTask));
        Assert.False(File.Exists(folder.OutputFile));
    }

    [Fact]
    public async Task An_exception_is_exit_code_1_and_is_written_in_full()
    {
        using var folder = new WorkspaceFolder();
        var (code, errors) = await RunAsync(folder.Args, (context, _) =>
        {
            context.AddAction(new NewAction("lost", "x"));
            throw new InvalidOperationException("no rows", new FormatException("line 7"));
        });

        Assert.Equal(1, code);
        Assert.Contains("no rows", errors, StringComparison.Ordinal);
        Assert.Contains("line 7", errors, StringComparison.Ordinal);
        Assert.Contains(nameof(An_exception_is_exit_code_1_and_is_written_in_full), errors, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.OutputFile));
    }

    [Fact]
    public async Task Without_a_workspace_only_the_advice_is_written()
    {
        var (code, errors) = await RunAsync([], (_, _) => Task.CompletedTask);

        Assert.Equal(1, code);
        Assert.StartsWith("This action was started without a workspace.", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_that_was_asked_to_end_is_exit_code_143()
    {
        using var folder = new WorkspaceFolder();
        using var stop = new CancellationTokenSource();
        var (code, errors) = await RunAsync(
            folder.Args,
            async (_, cancellationToken) =>
            {
                await stop.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            },
            stop.Token);

        Assert.Equal(143, code);
        Assert.Empty(errors);
    }

    private static async Task<(int Code, string Errors)> RunAsync(
        string[] args, Func<ActionContext, CancellationToken, Task> action, CancellationToken stopping = default)
    {
        using var errors = new StringWriter();
        return (await ActionContext.RunAsync(args, action, TextWriter.Null, errors, TimeProvider.System, stopping), errors.ToString());
    }
}
