using LitePipeline.Helper;

// The first argument says which action this is (configuration.json), the second is the workspace that the node adds.
return await ActionContext.RunAsync(args[1..], args[0] switch
{
    "primes" => Primes,
    "squares" => Squares,
    _ => Compare,
});

static int LimitOf(ActionContext context) => context.Input.TryGetProperty("limit", out var limit) ? limit.GetInt32() : 1000;

static Task Primes(ActionContext context)
{
    var limit = LimitOf(context);
    var composite = new bool[limit + 1];
    var primes = 0;
    for (var number = 2; number <= limit; number++)
    {
        if (composite[number]) continue;
        primes++;
        for (var multiple = (long)number * number; multiple <= limit; multiple += number) composite[multiple] = true;
    }

    context.Log($"{primes} primes up to {limit}");
    context.SetOutput(new { limit, primes });
    return Task.CompletedTask;
}

static Task Squares(ActionContext context)
{
    var limit = LimitOf(context);
    context.SetOutput(new { limit, squares = (int)Math.Sqrt(limit) });
    return Task.CompletedTask;
}

// It waits for both and gets what they found, each under its name. What it sets is the application's output.
static Task Compare(ActionContext context)
{
    var primes = context.GetCondition("primes").GetProperty("primes").GetInt32();
    var squares = context.GetCondition("squares").GetProperty("squares").GetInt32();
    context.SetOutput(new { primes, squares, primesForEachSquare = (double)primes / Math.Max(squares, 1) });
    return Task.CompletedTask;
}
