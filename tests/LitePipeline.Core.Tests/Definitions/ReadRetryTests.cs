using LitePipeline.Core.Definitions;

namespace LitePipeline.Core.Tests.Definitions;

public class ReadRetryTests
{
    private static ActionDefinition Read(string members) =>
        Reading.Application($$"""{"actions": [{"name": "a", "main": "x", {{members}}}], "output_action": "a"}""").Actions[0];

    [Theory]
    [InlineData("""{"attempts": 3}""", "3 after 00:00:00 * 1 up to 00:00:00 on []")]
    [InlineData("""{"attempts": 3.0, "backoff": null, "on_exit_codes": []}""", "3 after 00:00:00 * 1 up to 00:00:00 on []")]
    [InlineData("""{"attempts": 1000, "backoff": 1.5}""", "1000 after 00:00:01.5000000 * 1 up to 00:00:01.5000000 on []")]
    [InlineData("""{"attempts": 2, "backoff": 1.001}""", "2 after 00:00:01.0010000 * 1 up to 00:00:01.0010000 on []")]
    [InlineData("""{"attempts": 2, "backoff": {"delay": 1}}""", "2 after 00:00:01 * 2 up to 1.00:00:00 on []")]
    [InlineData("""{"attempts": 2, "backoff": {"delay": 1, "factor": 1.5, "max": 60}, "on_exit_codes": [75, -15, 0]}""", "2 after 00:00:01 * 1.5 up to 00:01:00 on [75,-15,0]")]
    public void A_retry_is_read(string retry, string expected) => Assert.Equal(expected, Reading.Describe(Read($"\"retry\": {retry}").Retry));

    [Theory]
    [InlineData("null")]
    [InlineData("30", 30.0)]
    [InlineData("0.25", 0.25)]
    [InlineData("31536000", 31536000.0)]
    public void A_timeout_is_read(string timeout, double? seconds = null) =>
        Assert.Equal(seconds is { } given ? TimeSpan.FromSeconds(given) : null, Read($"\"timeout\": {timeout}").Timeout);

    [Fact]
    public void Event_actions_and_generated_actions_have_them_too()
    {
        var fail = Reading.Application("""
            {"actions": [{"name": "a", "main": "x"}], "output_action": "a", "event_actions": {"fail": {"main": "f", "retry": {"attempts": 2}, "timeout": 5}}}
            """).OnFail!;
        var generated = Reading.Output("""{"actions": [{"name": "g", "main": "x", "retry": {"attempts": 4, "backoff": 1}, "timeout": 6}]}""").Actions[0];
        Assert.Equal((2, 5.0), (fail.Retry!.Attempts, fail.Timeout!.Value.TotalSeconds));
        Assert.Equal((4, 6.0), (generated.Retry!.Attempts, generated.Timeout!.Value.TotalSeconds));
    }

    [Theory]
    [InlineData("\"retry\": 3", "retry: is a number, must be an object, such as {\"attempts\": 3, \"backoff\": 5}.")]
    [InlineData("\"retry\": {}", "retry.attempts: is missing; say how many runs there may be in all, from 1 to 1000.")]
    [InlineData("\"retry\": {\"attempts\": 0}", "retry.attempts: is 0, must be a whole number from 1 to 1000: how many runs in all, the first one included.")]
    [InlineData("\"retry\": {\"attempts\": 1001}", "retry.attempts: is 1001, must be a whole number from 1 to 1000: how many runs in all, the first one included.")]
    [InlineData("\"retry\": {\"attempts\": 2.5}", "retry.attempts: is 2.5, must be a whole number from 1 to 1000: how many runs in all, the first one included.")]
    [InlineData("\"retry\": {\"attempts\": \"3\"}", "retry.attempts: is a string, must be a number.")]
    [InlineData("\"retry\": {\"attempts\": 2, \"backoff\": -1}", "retry.backoff: is -1, must be from 0 to 86400 seconds, a day.")]
    [InlineData("\"retry\": {\"attempts\": 2, \"backoff\": 86401}", "retry.backoff: is 86401, must be from 0 to 86400 seconds, a day.")]
    [InlineData("\"retry\": {\"attempts\": 2, \"backoff\": \"5s\"}", "retry.backoff: is a string, must be a number of seconds, or an object such as {\"delay\": 1, \"factor\": 2, \"max\": 60}.")]
    [InlineData("\"retry\": {\"attempts\": 2, \"backoff\": {}}", "retry.backoff.delay: is missing; give the pause before the second run in seconds.")]
    [InlineData("\"retry\": {\"attempts\": 2, \"backoff\": {\"delay\": 1e99}}", "retry.backoff.delay: is 1e99, must be from 0 to 86400 seconds, a day.")]
    [InlineData("\"retry\": {\"attempts\": 2, \"backoff\": {\"delay\": 9, \"max\": 5}}", "retry.backoff.max: is 5, less than the delay; give the delay or more, or leave it out.")]
    [InlineData("\"retry\": {\"attempts\": 2, \"backoff\": {\"delay\": 1, \"factor\": 0.5}}", "retry.backoff.factor: is 0.5, must be 1 or more: what each pause is multiplied by to get the next.")]
    [InlineData("\"retry\": {\"attempts\": 2, \"backoff\": {\"delay\": 1, \"factor\": 1e999}}", "retry.backoff.factor: is 1e999, must be 1 or more: what each pause is multiplied by to get the next.")]
    [InlineData("\"retry\": {\"attempts\": 2, \"backoff\": {\"delay\": 1, \"multiplier\": 3}}", "retry.backoff.multiplier: is not a known member; did you mean 'factor'? Rename or remove it.")]
    [InlineData("\"retry\": {\"attempts\": 2, \"on_exit_codes\": 75}", "retry.on_exit_codes: is a number, must be an array of exit codes, such as [75].")]
    [InlineData("\"retry\": {\"attempts\": 2, \"on_exit_codes\": [1, 256]}", "retry.on_exit_codes[1]: is 256, must be an exit code from 0 to 255, or minus a signal's number.")]
    [InlineData("\"retry\": {\"attempts\": 2, \"on_exit_codes\": [-65]}", "retry.on_exit_codes[0]: is -65, must be an exit code from 0 to 255, or minus a signal's number.")]
    [InlineData("\"retry\": {\"attempts\": 2, \"on_exit_codes\": [1.5]}", "retry.on_exit_codes[0]: is 1.5, must be an exit code from 0 to 255, or minus a signal's number.")]
    [InlineData("\"retry\": {\"attempts\": 2, \"on_exit_codes\": [\"x\"]}", "retry.on_exit_codes[0]: is a string, must be an exit code, a whole number.")]
    [InlineData("\"retry\": {\"attempts\": 2, \"on_exit_codes\": [1, 1]}", "retry.on_exit_codes[1]: is 1 a second time; remove it.")]
    [InlineData("\"retry\": {\"attempts\": 2, \"exit_codes\": [1]}", "retry.exit_codes: is not a known member; did you mean 'on_exit_codes'? Rename or remove it.")]
    [InlineData("\"retries\": 3", "retries: is not a known member; did you mean 'retry'? Rename or remove it.")]
    [InlineData("\"time_out\": 3", "time_out: is not a known member; did you mean 'timeout'? Rename or remove it.")]
    [InlineData("\"timeout\": \"1m\"", "timeout: is a string, must be a number of seconds.")]
    [InlineData("\"retry\": {\"attempts\": 2, \"backoff\": {\"delay\": true}}", "retry.backoff.delay: is true, must be a number of seconds.")]
    [InlineData("\"timeout\": 0", "timeout: is 0, must be more than 0 and at most 31536000 seconds, a year.")]
    [InlineData("\"timeout\": 1e-9", "timeout: is 1e-9, must be more than 0 and at most 31536000 seconds, a year.")]
    [InlineData("\"timeout\": 31536001", "timeout: is 31536001, must be more than 0 and at most 31536000 seconds, a year.")]
    public void A_wrong_retry_or_timeout_is_named(string member, string problem) =>
        Assert.Equal([$"$.actions[0].{problem}"], Reading.ProblemsOfAction($"\"main\": \"x\", {member}"));

    [Theory]
    [InlineData("0")]
    [InlineData("1000001")]
    [InlineData("1.5")]
    public void A_wrong_limit_on_running_tasks_is_named(string limit) =>
        Assert.Equal(
            [$"$.max_running_tasks: is {limit}, must be a whole number from 1 to 1000000; leave it out for any number of tasks."],
            Reading.Problems(() => Reading.Application($$"""{"actions": [{"name": "a", "main": "x"}], "output_action": "a", "max_running_tasks": {{limit}}}""")));

    [Fact]
    public void A_limit_on_running_tasks_is_read() =>
        Assert.Equal(7, Reading.Application("""{"actions": [{"name": "a", "main": "x"}], "output_action": "a", "max_running_tasks": 7}""").MaxRunningTasks);

    [Theory]
    [InlineData(5, 1, 60, 1, 5)]
    [InlineData(5, 1, 60, 9, 5)]
    [InlineData(1, 2, 60, 1, 1)]
    [InlineData(1, 2, 60, 4, 8)]
    [InlineData(1, 2, 60, 7, 60)]
    [InlineData(1, 10, 86400, 1000, 86400)]
    [InlineData(0, 10, 86400, 1000, 0)]
    public void The_pause_grows_up_to_its_limit(double delay, double factor, double longest, int failures, double expected) =>
        Assert.Equal(
            TimeSpan.FromSeconds(expected),
            new RetryDefinition(1000, TimeSpan.FromSeconds(delay), factor, TimeSpan.FromSeconds(longest), []).PauseAfter(failures));

    [Theory]
    [InlineData(null, true)]
    [InlineData(null, true, 75)]
    [InlineData(75, false, null)]
    [InlineData(75, true, 75)]
    [InlineData(75, false, 1)]
    [InlineData(-9, true, -9)]
    public void Exit_codes_say_which_failures_count(int? on, bool applies, int? code = null) =>
        Assert.Equal(applies, new RetryDefinition(2, default, 1, default, on is { } one ? [one] : []).AppliesTo(code));
}
