using LitePipeline.Helper;

return await ActionContext.RunAsync(args[1..], args[0] switch
{
    "order" => Order,
    "success" => Success,
    _ => Fail,
});

// Takes an order; one of nothing fails.
static Task Order(ActionContext context)
{
    var pieces = context.Input.TryGetProperty("pieces", out var given) ? given.GetInt32() : 0;
    if (pieces < 1) throw new ArgumentException($"An order of {pieces} pieces: there must be one at least.");
    context.SetOutput(new { pieces, price = 3 * pieces });
    return Task.CompletedTask;
}

// Runs after all has succeeded. It gets the task's input and the results of all actions as 'result'; what it returns changes no status.
static Task Success(ActionContext context)
{
    var order = context.Input.GetProperty("result").GetProperty("order").GetProperty("result").GetProperty("data");
    context.SetOutput(new { letter = $"{order.GetProperty("pieces")} pieces for {order.GetProperty("price")} are on their way." });
    return Task.CompletedTask;
}

// Runs after an action has failed or the task was stopped.
static Task Fail(ActionContext context)
{
    var failed = context.Input.GetProperty("result").EnumerateObject().Where(action => action.Value.GetProperty("status").GetString() != "success").Select(action => action.Name);
    context.SetOutput(new { letter = $"We are sorry: {string.Join(", ", failed)} did not work." });
    return Task.CompletedTask;
}
