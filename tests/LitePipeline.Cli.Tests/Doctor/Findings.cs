using System.Text.Json;

namespace LitePipeline.Cli.Tests.Doctor;

/// <summary>What the doctor found, read from its JSON.</summary>
internal sealed record Findings(int ExitCode, JsonElement Answer)
{
    public static async Task<Findings> OfAsync(params string[] words)
    {
        var ran = await Ran.ToolAsync([.. words, "--json"]);
        return Of(ran.ExitCode, ran.Error.Length == 0 ? ran.Output : throw new Xunit.Sdk.XunitException(ran.Error));
    }

    public static Findings Of(int exitCode, string json) => new(exitCode, JsonElement.Parse(json));

    /// <summary>All of a check, as <c>state: finding -> mend</c>.</summary>
    public string[] Of(string check) =>
        [.. All.Where(finding => finding.GetProperty("check").GetString() == check).Select(finding => $"{finding.GetProperty("state").GetString()}: {finding.GetProperty("finding").GetString()} -> {finding.GetProperty("mend").GetString()}")];

    /// <summary>Asserts that a check found something in a state, in these words.</summary>
    public Findings Has(string check, string state, params string[] words)
    {
        Assert.Contains(Of(check), finding => finding.StartsWith(state, StringComparison.Ordinal) && words.All(word => finding.Contains(word, StringComparison.Ordinal)));
        return this;
    }

    public IReadOnlyList<JsonElement> NotOk => [.. All.Where(finding => finding.GetProperty("state").GetString() != "ok")];

    private IEnumerable<JsonElement> All => Answer.GetProperty("findings").EnumerateArray();
}
