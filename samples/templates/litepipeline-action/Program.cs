using LitePipeline.Helper;

// The first argument says which action this is (configuration.json), the second is the workspace that the node adds.
return await ActionContext.RunAsync(args[1..], args[0] switch
{
    "count" => Count,
    "report" => Report,
    var other => throw new ArgumentException($"There is no action '{other}'; configuration.json names those that there are."),
});

static Task Count(ActionContext context)
{
    var limit = context.Input.TryGetProperty("limit", out var given) ? given.GetInt32() : 10;
    for (var number = 1; number <= limit; number++) context.Log($"{number}");
    context.SetOutput(new { counted = limit });
    return Task.CompletedTask;
}

// It waits for the other one, and gets what that one has set as its output.
static Task Report(ActionContext context)
{
    var counted = context.GetCondition("count").GetProperty("counted").GetInt32();
    context.SetOutput(new { text = $"Counted to {counted}." });
    return Task.CompletedTask;
}
