using LitePipeline.Core.Secrets;

namespace LitePipeline.Core.Tests.Secrets;

public class SecretRulesTests
{
    [Theory]
    [InlineData("API_KEY")]
    [InlineData("_k")]
    [InlineData("key2")]
    public void A_name_that_is_an_environment_variables_is_taken(string name) => Assert.Null(SecretRules.FindNameProblem(name));

    [Theory]
    [InlineData(null, "no name")]
    [InlineData("", "no name")]
    [InlineData("2KEY", "no digit first")]
    [InlineData("API-KEY", "letters")]
    [InlineData("A=B", "letters")]
    [InlineData("Schlüssel", "letters")]
    [InlineData("A\n", "letters")]
    [InlineData("PATH", "taken")]
    [InlineData("LD_PRELOAD", "taken")]
    [InlineData("LITEPIPELINE_TASK_ID", "taken")]
    [InlineData("litepipeline_password", "taken")]
    public void Any_other_name_is_refused_with_the_reason(string? name, string reason)
    {
        var refusal = SecretRules.FindNameProblem(name)!;
        Assert.Equal((ErrorCode.InvalidParameters, "name"), (refusal.Code, refusal.Field));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_has_a_longest_length()
    {
        Assert.Null(SecretRules.FindNameProblem(new string('A', SecretRules.MaxNameLength)));
        Assert.Contains("129 characters", SecretRules.FindNameProblem(new string('A', SecretRules.MaxNameLength + 1))!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hunter2")]
    [InlineData("four")]
    [InlineData("üü")]
    [InlineData("two\nlines \t and \"quotes\" 🔑")]
    public void A_value_is_any_text(string value) => Assert.Null(SecretRules.FindValueProblem(value));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("abc", "at least 4")]
    [InlineData("zero\0byte", "zero byte")]
    public void A_value_that_no_variable_can_have_is_refused_without_being_repeated(string value, string reason)
    {
        var refusal = SecretRules.FindValueProblem(value)!;
        Assert.Equal((ErrorCode.InvalidParameters, "value"), (refusal.Code, refusal.Field));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        if (value.Length > 0) Assert.DoesNotContain(value, refusal.Message, StringComparison.Ordinal);
    }

    // Not data of the test above: metadata holds whole characters only.
    [Fact]
    public void Half_a_character_is_refused_wherever_it_stands()
    {
        foreach (var half in (string[])["half \ud83d", "\udd11 half", "\ud83d\ud83d\udd11"])
            Assert.Contains("surrogate", SecretRules.FindValueProblem(half)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_has_a_largest_size_in_bytes()
    {
        Assert.Null(SecretRules.FindValueProblem(new string('x', SecretRules.MaxValueSize)));
        Assert.NotNull(SecretRules.FindValueProblem(new string('ü', SecretRules.MaxValueSize / 2 + 1)));
    }

    [Fact]
    public void A_secret_in_clear_does_not_print_itself()
    {
        Assert.Equal("ActionSecret { Name = KEY }", new ActionSecret("KEY", "hunter2").ToString());
        Assert.DoesNotContain("hunter2", $"{new Messages.ManagerMessage.RunAction(null!) { Secrets = [new ActionSecret("KEY", "hunter2")] }}", StringComparison.Ordinal);
    }
}
