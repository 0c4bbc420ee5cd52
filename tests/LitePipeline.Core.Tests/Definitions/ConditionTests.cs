using System.Text;
using System.Text.Json;
using CsCheck;
using LitePipeline.Core.Definitions;
using LitePipeline.Core.Definitions.Reading;

namespace LitePipeline.Core.Tests.Definitions;

public class ConditionTests
{
    [Fact]
    public void A_cycle_is_one_problem_that_names_it() =>
        Assert.Equal(
            ["$.actions[1].condition[1]: closes a cycle, in which no action could ever start: b -> c -> b (each waits for the next); remove one of these conditions."],
            Reading.Problems(() => Reading.Application("""
                {"actions": [
                  {"name": "a", "main": "x"},
                  {"name": "b", "main": "x", "condition": ["a", "c"]},
                  {"name": "c", "main": "x", "condition": ["b"]},
                  {"name": "behind", "main": "x", "condition": ["c"]}
                ], "output_action": "a"}
                """)));

    [Fact]
    public void Each_separate_cycle_is_named() =>
        Assert.Equal(2, Reading.Problems(() => Reading.Application("""
            {"actions": [
              {"name": "a", "main": "x", "condition": ["b"]}, {"name": "b", "main": "x", "condition": ["a"]},
              {"name": "c", "main": "x", "condition": ["d"]}, {"name": "d", "main": "x", "condition": ["c"]}
            ], "output_action": "a"}
            """)).Length);

    [Fact]
    public void A_long_cycle_is_shortened()
    {
        var problem = Assert.Single(Reading.Problems(() => DefinitionReader.ReadApplication(Chain(1000, closed: true))));

        Assert.StartsWith("$.actions[0].condition[0]: closes a cycle, in which no action could ever start: a0 -> a999 -> ", problem, StringComparison.Ordinal);
        Assert.Contains("(988 more) -> a0", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cycle_is_found_where_one_is_and_nowhere_else() =>
        Gen.Int[1, 12].SelectMany(count => Gen.Int[0, count - 1].HashSet[0, Math.Min(count, 3)].Array[count])
            .Sample(sets =>
            {
                int[][] conditions = [.. sets.Select((set, self) => set.Where(earlier => earlier != self).ToArray())];
                var cycles = ConditionCycles.Find(conditions);
                Assert.Equal(CanAllStart(conditions), cycles.Count == 0);
                Assert.All(cycles, cycle =>
                {
                    for (var i = 0; i < cycle.Count; i++) Assert.Contains(cycle[(i + 1) % cycle.Count], conditions[cycle[i]]);
                });
            });

    [Fact]
    public void A_hundred_thousand_actions_in_a_chain_are_read()
    {
        var application = DefinitionReader.ReadApplication(Chain(100_000, closed: false));

        Assert.Equal(100_000, application.Actions.Length);
        Assert.Equal("a99998", Assert.Single(application.Actions[99_999].Condition));
    }

    [Fact]
    public void Reading_ten_times_as_many_actions_allocates_about_ten_times_as_much()
    {
        // What is allocated, unlike time, is the same on every machine, and quadratic work on strings or lists would show in it.
        var (few, many) = (Allocated(Chain(2_000, closed: false)), Allocated(Chain(20_000, closed: false)));

        Assert.InRange((double)many / few, 5, 20);
    }

    [Fact]
    public void A_condition_with_everybody_in_it_is_read_once_each()
    {
        var names = string.Join(",", Enumerable.Range(0, 20_000).Select(i => $"\"a{i}\""));
        var actions = string.Join(",", Enumerable.Range(0, 20_000).Select(i => $$"""{"name": "a{{i}}", "main": "x"}"""));
        var application = Reading.Application($$"""{"actions": [{{actions}}, {"name": "last", "main": "x", "condition": [{{names}}]}], "output_action": "last"}""");

        Assert.Equal(20_000, application.Actions[^1].Condition.Length);
    }

    [Fact]
    public void Past_a_thousand_problems_the_rest_is_counted()
    {
        var actions = string.Join(",", Enumerable.Range(0, 1500).Select(i => $$"""{"name": "a{{i}}"}"""));
        var problems = Reading.Problems(() => Reading.Application($$"""{"actions": [{{actions}}], "output_action": "a1"}"""));

        Assert.Equal(1001, problems.Length);
        Assert.Equal("$: has 500 more problems, which are not listed; solve these first.", problems[^1]);
    }

    private static bool CanAllStart(int[][] conditions)
    {
        var started = new HashSet<int>();
        while (Enumerable.Range(0, conditions.Length).Any(i => conditions[i].All(started.Contains) && started.Add(i))) { }
        return started.Count == conditions.Length;
    }

    private static long Allocated(ReadOnlyMemory<byte> json)
    {
        DefinitionReader.ReadApplication(json);
        var before = GC.GetAllocatedBytesForCurrentThread();
        DefinitionReader.ReadApplication(json);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Actions a0, a1, ... of which each waits for the one before.</summary>
    private static byte[] Chain(int count, bool closed)
    {
        var actions = Enumerable.Range(0, count).Select(i => new
        {
            name = $"a{i}",
            main = "python step.py",
            condition = i > 0 ? [$"a{i - 1}"] : closed ? [$"a{count - 1}"] : Array.Empty<string>(),
        });
        return Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { actions, output_action = "a0" }));
    }
}
