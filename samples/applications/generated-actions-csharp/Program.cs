using LitePipeline.Helper;

return await ActionContext.RunAsync(args[1..], args[0] switch
{
    "split" => Split,
    "part" => Part,
    _ => Total,
});

static int Number(ActionContext context, string name, int otherwise) => context.Input.TryGetProperty(name, out var value) ? value.GetInt32() : otherwise;

// Splits a range of numbers into parts and generates an action for each; 'total' will wait for all of them.
static Task Split(ActionContext context)
{
    var (limit, parts) = (Number(context, "limit", 10000), Number(context, "parts", 4));
    for (var part = 0; part < parts; part++)
        AddPart(context, $"part_{part}", (int)((long)limit * part / parts) + 1, (int)((long)limit * (part + 1) / parts));
    context.SetOutput(new { limit, parts });
    return Task.CompletedTask;
}

// Counts the primes of its part. A part that is too long is split again: a generated action may generate actions too.
static Task Part(ActionContext context)
{
    var (first, last) = (Number(context, "first", 0), Number(context, "last", 0));
    if (last - first + 1 > Number(context, "longest_part", 2000))
    {
        var middle = (first + last) / 2;
        AddPart(context, $"{context.ActionName}_0", first, middle);
        AddPart(context, $"{context.ActionName}_1", middle + 1, last);
        context.SetOutput(new { primes = 0 });
    }
    else context.SetOutput(new { primes = Enumerable.Range(first, last - first + 1).Count(IsPrime) });

    return Task.CompletedTask;
}

// Adds up what all the parts found: each is in the input under its name.
static Task Total(ActionContext context)
{
    var parts = context.Input.EnumerateObject().Where(member => member.Name.StartsWith("part_", StringComparison.Ordinal)).ToArray();
    context.SetOutput(new
    {
        limit = context.GetCondition("split").GetProperty("limit").GetInt32(),
        parts = parts.Length,
        primes = parts.Sum(part => part.Value.GetProperty("primes").GetInt32()),
    });
    return Task.CompletedTask;
}

static void AddPart(ActionContext context, string name, int first, int last) =>
    context.AddAction(new NewAction(name, "dotnet parts.dll part") { InputData = new { first, last }, ToAction = "total" });

static bool IsPrime(int number)
{
    for (var divisor = 2; (long)divisor * divisor <= number; divisor++)
        if (number % divisor == 0) return false;
    return number > 1;
}
