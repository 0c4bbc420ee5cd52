using System.Net;
using LitePipeline.AspNetCore.Client;
using LitePipeline.Core;
using LitePipeline.Core.Actions;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Tasks;

namespace LitePipeline.AspNetCore.Tests.V1;

/// <summary>What an action wrote that failed and was run again.</summary>
public class EarlierAttemptTests
{
    /// <summary>A task whose action fails twice, each time in words of its own, and then succeeds.</summary>
    private static async Task<TaskId> RetriedAsync(ApiHost api)
    {
        var tries = Path.Combine(api.Cluster.Folder, "tries");
        var action = new ActionDefinition
        {
            Name = "retry",
            Main = $"bash -c 'echo x >> {tries}; n=$(wc -l < {tries}); echo this is attempt $n; [ $n = 3 ]'",
            Retry = new RetryDefinition(3),
        };
        var app = await api.Cluster.DeployAsync(new ApplicationDefinition { Actions = [action], OutputAction = action.Name });
        var ended = await api.Cluster.RunAsync(app);
        Assert.Equal((RunStatus.Success, 3), (ended.Task.State.Status, ended.Actions.Single().Attempt));
        return ended.Task.Id;
    }

    [Fact]
    public async Task Each_attempts_output_is_read_by_its_number()
    {
        await using var api = await ApiHost.StartAsync();
        var task = await RetriedAsync(api);
        async Task<string> LogAsync(string query) => await api.Http.GetStringAsync(new Uri($"/api/v1/tasks/{task}/actions/retry/log{query}", UriKind.Relative));

        foreach (var attempt in (int[])[1, 2, 3])
        {
            Assert.Equal($"this is attempt {attempt}\n", await LogAsync($"?attempt={attempt}"));
            Assert.Equal($"attempt {attempt}\n", await LogAsync($"?attempt={attempt}&offset=8&follow=true"));
            using var log = new StreamReader(await new HttpPipelineManager(api.Http).OpenLogAsync(task, "retry", attempt: attempt));
            Assert.Equal($"this is attempt {attempt}\n", await log.ReadToEndAsync());
            var events = await api.Http.GetStringAsync(new Uri($"/api/v1/tasks/{task}/actions/retry/log/events?attempt={attempt}", UriKind.Relative));
            Assert.Contains($"""
                event: output
                data: {"{"}"next":18,"left_out":0,"text":"this is attempt {attempt}\n"{"}"}
                id: 18
                """, events, StringComparison.Ordinal);
        }

        // The end of it: as one text, as events, and through the client.
        Assert.Equal("attempt 3\n", await LogAsync("?tail=10"));
        Assert.Equal("this is attempt 3\n", await LogAsync("?tail=1000"));
        await using (var parts = await new HttpPipelineManager(api.Http).FollowLogAsync(task, "retry", offset: -2))
        {
            Assert.True(await parts.MoveNextAsync());
            Assert.Equal(new LogPart(18, 0, "3\n"), parts.Current);
        }

        using var both = await api.Http.GetAsync(new Uri($"/api/v1/tasks/{task}/actions/retry/log?tail=1&offset=1", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, both.StatusCode);

        Assert.Equal("this is attempt 3\n", await LogAsync(""));
    }

    [Theory]
    [InlineData("0", 400)]
    [InlineData("-1", 400)]
    [InlineData("first", 400)]
    [InlineData("4", 409)]
    public async Task An_attempt_that_there_was_not_is_refused(string attempt, int status)
    {
        await using var api = await ApiHost.StartAsync();
        var task = await RetriedAsync(api);
        using var answer = await api.Http.AskAsync(HttpMethod.Get, $"/api/v1/tasks/{task}/actions/retry/log?attempt={attempt}");
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal("attempt", (await Http.ReadAsync(answer)).Text("field"));
    }
}
