namespace LitePipeline.Hosting.Tests.Analyzers;

public class PipelineAnalyzerTests
{
    /// <summary>What is told of a pipeline from int to int that is made of these statements.</summary>
    private static Task<string[]> OfAsync(string statements, string members = "") => PipelineCode.DiagnoseAsync($$"""
        class Pipelines
        {
            int _field = 3;
            void Add(IServiceCollection services, int parameter) => services.AddPipeline<int, int>("p", pipeline =>
            {
                {{statements}}
            });
            {{members}}
        }
        """);

    private static void Tells(string[] told, params string[] beginnings)
    {
        Assert.Equal(beginnings.Length, told.Length);
        Assert.All(beginnings.Zip(told), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_told_of_a_pipeline_without_fault() => Tells(await OfAsync("""
        var one = pipeline.Action("one", pipeline.Input, static async (number, context) => { await Task.Delay(1, context.CancellationToken); return number; }).WithRetry(2);
        _ = pipeline.Action("two", one, static (number, _) => number);
        var three = pipeline.Action("three", one, async (number, context) => (await context.GetArtifactAsync(one, "x")).Length);
        return pipeline.Action("four", three, static (number, _) => { const int two = 2; int Twice(int one) => one * two; return Twice(number); });
        """));

    [Fact]
    public async Task Two_actions_of_one_name() => Tells(
        await OfAsync("""
            var one = pipeline.Action("one", pipeline.Input, static (number, _) => number);
            return pipeline.Action("one", one, static (number, _) => number);
            """),
        "LITE001 \"one\": There is an action named 'one' already");

    [Fact]
    public async Task A_result_that_nothing_uses() => Tells(
        await OfAsync("""
            pipeline.Action("one", pipeline.Input, static (number, _) => number).WithRetry(2).WithCache();
            var two = pipeline.Action("two", pipeline.Input, static (number, _) => number);
            pipeline.ForEach("each", pipeline.Input, static (_, _) => AsyncEnumerable.Empty<int>(), static (item, _) => Task.FromResult(item)).Each(static item => item.Retry(2));
            return pipeline.Action("three", pipeline.Input, static (number, _) => number);
            """),
        "LITE002 pipeline.Action(\"one\"", "LITE002 pipeline.Action(\"two\"", "LITE002 pipeline.ForEach(\"each\"");

    [Fact]
    public async Task Waits_that_block_a_thread() => Tells(
        await OfAsync(
            """
            return pipeline.Action("one", pipeline.Input, static (number, _) =>
            {
                Task.FromResult(1).Wait();
                Thread.Sleep(number);
                return Task.FromResult(2).GetAwaiter().GetResult();
            });
            """,
            """
            static int Block(ActionContext context) => Task.FromResult(1).Result;
            static async void Lost(int number, ActionContext context) => await Task.Yield();
            static int Elsewhere() => Task.FromResult(1).Result;
            """),
        "LITE003 Task.FromResult(1).Wait()", "LITE003 Thread.Sleep(number)", "LITE003 Task.FromResult(2).GetAwaiter().GetResult()", "LITE003 Task.FromResult(1).Result", "LITE003 Lost");

    [Fact]
    public async Task A_token_that_is_not_passed_on() => Tells(
        await OfAsync(
            """
            return pipeline.Action("one", pipeline.Input, static async (number, attempt) =>
            {
                await Task.Delay(number);
                await File.ReadAllTextAsync("x");
                await File.ReadAllTextAsync("x", attempt.CancellationToken);
                return await new HttpClient().GetAsync("x") is { } answer ? number : 0;
            });
            """,
            "static Task Elsewhere() => Task.Delay(1);"),
        "LITE004 Task.Delay(number): 'Delay' can be cancelled; pass 'attempt.CancellationToken'", "LITE004 File.ReadAllTextAsync(\"x\")", "LITE004 new HttpClient().GetAsync(\"x\")");

    [Fact]
    public async Task What_is_captured() => Tells(
        await OfAsync("""
            var local = parameter;
            var one = pipeline.Action("one", pipeline.Input, (number, _) => number * local + parameter);
            return pipeline.Action("two", one, (number, _) => number * _field);
            """),
        "LITE006 local", "LITE006 parameter", "LITE006 _field");

    [Fact]
    public async Task Types_that_a_context_lacks() => Tells(
        await PipelineCode.DiagnoseAsync(
            """
            record Trip(string To, Leg[] Legs);
            record Leg(int Kilometers);
            record Offer(decimal Price);
            record Lost;

            [JsonSerializable(typeof(Trip))]
            [JsonSerializable(typeof(List<Offer>))]
            partial class TripJson : JsonSerializerContext;

            class Pipelines
            {
                static void Add(IServiceCollection services) => services.AddPipeline<Trip, Offer>("p", TripJson.Default, static pipeline =>
                {
                    var legs = pipeline.ForEach("leg", pipeline.Input, static (trip, _) => trip.Legs.ToAsyncEnumerable(), static (leg, _) => Task.FromResult(leg.Kilometers));
                    var lost = pipeline.Action("lost", legs, static (all, _) => new Lost());
                    return pipeline.Action("offer", lost, static (_, _) => new Offer(1));
                });
            }
            """, "TripJson"),
        "LITE005 pipeline.Action(\"lost\", legs, static (all, _) => new Lost()): 'TripJson' has no metadata of 'Lost'; add [JsonSerializable(typeof(Lost))] to it");
}
